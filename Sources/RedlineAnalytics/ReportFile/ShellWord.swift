/// Words as a POSIX shell reads them.
public enum ShellWord {
    /// The words on one line, each quoted as it needs.
    public static func line(_ words: [String]) -> String {
        words.map(quoted).joined(separator: " ")
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
