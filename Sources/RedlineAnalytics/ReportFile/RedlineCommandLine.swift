/// The command of redline that gives the same report.
public enum RedlineCommandLine {
    /// One line for a POSIX shell; every word is quoted as it needs.
    ///
    /// Parameters that are empty are left out: that is what they are where nothing is said.
    public static func line(_ definition: ReportDefinition, _ values: ReportArguments) -> String {
        var words = ["redline", "report", definition.name]
        for (name, value) in values.spoken(of: definition) {
            switch name {
            case "from", "to", "owner", "as_of", "by":
                let option = "--" + name.replacing("_", with: "-")
                // A value that begins with a hyphen would be taken for an option.
                words += value.hasPrefix("-") ? ["\(option)=\(value)"] : [option, value]
            default: words += ["--set", "\(name)=\(value)"]
            }
        }
        return ShellWord.line(words)
    }
}

extension ReportArguments {
    /// The arguments in the order of the report's parameters, without those that say nothing.
    func spoken(of definition: ReportDefinition) -> [(name: String, value: String)] {
        definition.parameters.compactMap { parameter in
            guard let value = values[parameter.name],
                !(value.isEmpty && parameter.defaultText == "")
            else { return nil }
            return (parameter.name, value)
        }
    }
}
