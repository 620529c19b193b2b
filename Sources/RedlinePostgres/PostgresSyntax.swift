/// Quoting of names and literals for SQL text.
///
/// Values belong into parameters; this is for statements that take none, such as `SET ROLE`.
public enum PostgresSyntax {
    /// A name in double quotes, taken exactly as it is written.
    ///
    /// A name with U+0000 is refused when the statement is sent.
    public static func quoteIdentifier(_ name: String) -> String {
        quote(name, with: "\"")
    }

    /// A text literal in single quotes, right whatever `standard_conforming_strings` says.
    public static func quoteLiteral(_ text: String) -> String {
        guard text.unicodeScalars.contains("\\") else { return quote(text, with: "'") }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "\\" {
                escaped += "\\"
            }
            escaped.unicodeScalars.append(scalar)
        }
        return " E" + quote(escaped, with: "'")
    }

    // Scalars, not characters: a quote followed by a combining mark is one character.
    private static func quote(_ text: String, with mark: Unicode.Scalar) -> String {
        var quoted = String(mark)
        for scalar in text.unicodeScalars {
            if scalar == mark {
                quoted.unicodeScalars.append(mark)
            }
            quoted.unicodeScalars.append(scalar)
        }
        quoted.unicodeScalars.append(mark)
        return quoted
    }
}
