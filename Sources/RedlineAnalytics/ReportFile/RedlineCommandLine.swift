/// The command of redline that gives the same report.
enum RedlineCommandLine {
    /// One line for a POSIX shell; every word is quoted as it needs.
    ///
    /// Parameters that are empty are left out: that is what they are where nothing is said.
    static func line(_ definition: ReportDefinition, _ values: ReportArguments) -> String {
        var words = ["redline", "report", definition.name]
        for parameter in definition.parameters {
            guard let value = values.values[parameter.name],
                !(value.isEmpty && parameter.defaultText == "")
            else { continue }
            switch parameter.name {
            case "from", "to", "owner", "as_of", "by":
                let option = "--" + parameter.name.replacing("_", with: "-")
                // A value that begins with a hyphen would be taken for an option.
                words += value.hasPrefix("-") ? ["\(option)=\(value)"] : [option, value]
            default: words += ["--set", "\(parameter.name)=\(value)"]
            }
        }
        return ShellWord.line(words)
    }
}
