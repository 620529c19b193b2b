import RedlinePostgres

/// How a report's statement chooses between the roll-ups and the records.
struct RollUpUse: Sendable, Equatable {
    /// The call of `redline.rollup_dimension`, as the statement has it.
    ///
    /// It gives the dimension of the roll-ups that answers, null where only the records do.
    let expression: String
    /// The dimensions: one of them at most can be asked for.
    ///
    /// One of two words has a + between them.
    let dimensions: [String]
    /// What the roll-ups' rows have besides, in any number.
    let besides: [String]

    /// Finds it in a statement; nil where that only reads records.
    init?(in sql: String) {
        guard let call = SQLCall(of: "rollup_dimension", in: sql) else { return nil }
        expression = call.text
        dimensions = call.words.first ?? []
        besides = call.words.count > 1 ? call.words[1] : []
    }

    /// The words of `by` that a dimension answers.
    static func words(of dimension: String) -> [String] {
        dimension.split(separator: "+").map(String.init)
    }

    /// Whether days of the period lack the figures of the dimension that answers: those of two words
    /// are younger than the others.
    ///
    /// Of one owner no dimension answers, and who may read no others may not ask.
    func lacksDays(for arguments: ReportArguments) -> String {
        guard dimensions.contains(where: { Self.words(of: $0).count > 1 }),
            arguments.values["owner"]?.isEmpty == true
        else { return "false" }
        return """
            strpos(\(expression), '+') > 0 and exists (
              select from redline.rollup_lacking_day where day >= :'from'::date and day < :'to'::date
            )
            """
    }
}

/// How a report's statement chooses the settled days of one owner.
struct SettledDaysUse: Sendable, Equatable {
    /// What the statement asks before it reads them.
    let expression: String

    /// Finds it in a statement; nil where that has no such days.
    init?(in sql: String) {
        guard let isOfOne = SQLCall(of: "is_of_one_owner", in: sql),
            let hasDays = SQLCall(of: "has_settled_days", in: sql)
        else { return nil }
        expression = "\(isOfOne.text) and \(hasDays.text)"
    }
}

/// The first call of a function of ours in a statement.
private struct SQLCall {
    /// The call with its schema, as it stands there.
    let text: String
    /// The words of each text that follows the last parameter.
    let words: [[String]]

    init?(of function: String, in sql: String) {
        let tokens = SQLScanner.tokens(of: sql)
        let bytes = Array(sql.utf8)
        func text(_ token: SQLToken) -> String {
            String(decoding: bytes[token.range], as: UTF8.self)
        }
        guard let name = tokens.firstIndex(where: { text($0) == function }),
            name >= 2, name + 1 < tokens.count
        else { return nil }
        var depth = 0
        var words: [[String]] = []
        for token in tokens[(name + 1)...] {
            switch token.kind {
            case .openingParenthesis: depth += 1
            case .closingParenthesis: depth -= 1
            case .literalVariable: words = []
            case .string where depth == 1:
                words.append(
                    text(token).dropFirst().dropLast().split(separator: " ").map(String.init)
                )
            default: break
            }
            guard depth == 0 else { continue }
            let range = tokens[name - 2].range.lowerBound..<token.range.upperBound
            self.text = String(decoding: bytes[range], as: UTF8.self)
            self.words = words
            return
        }
        return nil
    }
}

extension ReportDefinition {
    /// How this report uses the roll-ups; nil where it only reads records.
    var rollUpUse: RollUpUse? { RollUpUse(in: sql) }
}
