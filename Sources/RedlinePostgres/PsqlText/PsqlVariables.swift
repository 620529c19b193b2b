/// The variables of psql in SQL text: `:'name'` (a string) and `:"name"` (an identifier).
public enum PsqlVariables {
    /// Makes `:'name'` into `$n` and `:"name"` into the quoted identifier that psql would write.
    ///
    /// Comments, strings of every kind, quoted identifiers, `::`, `:=` and array slices stay as they
    /// are, byte for byte. A value is never read as SQL: behind `$n` it travels beside the text, and
    /// as an identifier it is quoted.
    ///
    /// - Parameters:
    ///   - sql: Text that psql can run.
    ///   - values: The variables that are set. Only those of `:"name"` get into the text.
    /// - Returns: The text for the server, and the names of its parameters.
    /// - Throws: `PsqlVariablesError` for a variable that is not set, for `:name` of a variable that
    ///   is (psql would paste the value in as SQL), and for what only psql understands.
    public static func rewrite(
        _ sql: String,
        values: [String: String]
    ) throws(PsqlVariablesError) -> PreparedReportQuery {
        let bytes = Array(sql.utf8)
        var rewritten: [UInt8] = []
        rewritten.reserveCapacity(bytes.count)
        var copied = 0
        var names: [String] = []
        for token in SQLScanner.tokens(of: sql) {
            guard let variable = try variable(of: token, values: values) else { continue }
            rewritten += bytes[copied..<token.range.lowerBound]
            copied = token.range.upperBound
            switch variable {
            case .literal(let name):
                let index = names.firstIndex(of: name) ?? names.endIndex
                if index == names.endIndex {
                    names.append(name)
                }
                // Without the space `and:'x'` would become the word `and$1`.
                if rewritten.last?.continuesSQLWord == true {
                    rewritten.append(UInt8(ascii: " "))
                }
                rewritten += "$\(index + 1)".utf8
                if copied < bytes.count, bytes[copied].continuesSQLWord {
                    rewritten.append(UInt8(ascii: " "))
                }
            case .identifier(let value):
                rewritten += quotedIdentifier(value).utf8
            }
        }
        rewritten += bytes[copied...]
        return PreparedReportQuery(
            sql: String(decoding: rewritten, as: UTF8.self),
            parameterNames: names
        )
    }

    /// The name as SQL that means exactly that name: `"a""b"`.
    public static func quotedIdentifier(_ name: String) -> String {
        var quoted = "\""
        for scalar in name.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" {
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private enum Variable {
        case literal(name: String)
        case identifier(value: String)
    }

    private static func variable(
        of token: SQLToken,
        values: [String: String]
    ) throws(PsqlVariablesError) -> Variable? {
        switch token.kind {
        case .literalVariable(let name):
            guard values[name] != nil else {
                throw notSet(name, at: token)
            }
            return .literal(name: name)
        case .identifierVariable(let name):
            guard let value = values[name] else {
                throw notSet(name, at: token)
            }
            guard !value.isEmpty, !value.unicodeScalars.contains("\0") else {
                throw PsqlVariablesError(
                    line: token.line,
                    problem: "the value of \"\(name)\" cannot be an identifier",
                    advice: "give it at least one character and no U+0000"
                )
            }
            return .identifier(value: value)
        case .bareVariable(let name) where values[name] != nil:
            throw PsqlVariablesError(
                line: token.line,
                problem: ":\(name) would be pasted in as SQL",
                advice: "write :'\(name)' for a value or :\"\(name)\" for an identifier"
            )
        case .variableTest, .placeholder, .backslash:
            throw PsqlVariablesError(
                line: token.line,
                problem: "psql and the server do not both understand this",
                advice: "do without :{?name}, $n and backslash commands"
            )
        default:
            return nil
        }
    }

    private static func notSet(_ name: String, at token: SQLToken) -> PsqlVariablesError {
        PsqlVariablesError(
            line: token.line,
            problem: "the variable \"\(name)\" is not set",
            advice: "give it a value, an empty one if need be"
        )
    }
}
