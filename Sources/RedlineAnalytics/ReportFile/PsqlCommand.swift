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
        return words.map(quoted).joined(separator: " ")
    }

    /// The word as the shell takes it for exactly that text.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            $0.isPsqlVariableCharacter && $0 < 0x80 || "=/.,:@%+-".utf8.contains($0)
        }
        if isPlain, !word.isEmpty { return word }
        // A quote ends the quoting, stands behind a backslash, and begins it again. Scalar by scalar:
        // with a combining mark after it a quote is another Character, and still a quote.
        var quoted = "'"
        for scalar in word.unicodeScalars {
            if scalar == "'" {
                quoted += "'\\''"
            } else {
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "'"
    }
}
