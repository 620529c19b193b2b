/// The psql command that gives the same rows as a report.
public enum PsqlCommand {
    /// One line for a POSIX shell, to be run where `queries/` is; every word is quoted as it needs.
    ///
    /// - Parameters:
    ///   - definition: The report.
    ///   - values: Its arguments; they come in the order of the report's parameters.
    /// - Returns: The line, without a line feed.
    public static func line(_ definition: ReportDefinition, _ values: ReportArguments) -> String {
        var words = ["psql", "-X", "--csv"]
        for parameter in definition.parameters {
            guard let value = values.values[parameter.name] else { continue }
            words += ["-v", "\(parameter.name)=\(value)"]
        }
        words += ["-f", "queries/\(definition.name).sql"]
        return ShellWord.line(words)
    }
}
