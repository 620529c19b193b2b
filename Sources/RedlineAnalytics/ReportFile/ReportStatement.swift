import Redline
import RedlinePostgres

/// The statement of a report file against its header.
struct ReportStatement {
    private let file: String
    private let header: ReportHeader
    /// The tokens without comments.
    private let tokens: [SQLToken]
    private let bytes: [UInt8]

    init(file: String, header: ReportHeader, tokens: [SQLToken], _ text: String) {
        self.file = file
        self.header = header
        self.tokens = tokens.filter { $0.kind != .comment }
        bytes = Array(text.utf8)
    }

    func check() throws(ReportFileError) {
        for (index, token) in tokens.enumerated() {
            try check(token, at: index)
        }
        try checkShape()
        try checkUse()
        try checkOrder()
    }

    // MARK: - Tokens

    private func check(_ token: SQLToken, at index: Int) throws(ReportFileError) {
        switch token.kind {
        case .unterminated:
            throw error(
                token,
                "a string, quoted name or comment does not end",
                "close it; it starts on this line"
            )
        case .backslash:
            throw error(token, "a backslash command", "write SQL that the server itself can run")
        case .placeholder:
            throw error(
                token,
                "\(word(token)) means nothing to psql",
                "declare a parameter and write :'name'::type"
            )
        case .variableTest(let name):
            throw error(
                token,
                ":{?\(name)} is psql's own",
                "every parameter has a value: compare it"
            )
        case .bareVariable(let name):
            // An array slice such as [1:2] holds numbers, which are no names of variables.
            guard name.utf8.first?.isSQLDigit != true else { return }
            throw error(
                token,
                ":\(name) is pasted in by psql as SQL",
                "write :'\(name)'::type for a parameter, or a space after the colon of a slice"
            )
        case .escapeString:
            guard index + 1 < tokens.count, tokens[index + 1].kind == .string else { return }
            throw error(
                token,
                "a string that goes on after E'...'",
                "psql and the server read it differently: write one string"
            )
        case .identifierVariable(let name):
            guard name == "by", header.groupingsLine != nil else {
                throw error(
                    token,
                    ":\"\(name)\" names a column by a parameter",
                    "only :\"by\" may, in a report with a \"-- by:\" line"
                )
            }
        case .literalVariable(let name):
            try checkCast(of: name, at: index)
        default: break
        }
    }

    /// A parameter carries a cast to its own type, the same one everywhere.
    private func checkCast(of name: String, at index: Int) throws(ReportFileError) {
        let token = tokens[index]
        guard let declared = header.parameters.first(where: { $0.value.name == name }) else {
            let names = header.parameters.map(\.value.name)
            let suggestion = Suggestion.closest(to: name, in: names)
            throw error(
                token,
                "the variable \"\(name)\" is not declared",
                suggestion.map { "did you mean \"\($0)\"?" }
                    ?? "add \"-- param: \(name) type = '...'  What it means.\""
            )
        }
        let type = declared.value.type
        let wanted = ":'\(name)'::\(type.casts[0])"
        guard let cast = cast(after: index), type.casts.contains(cast) else {
            throw error(token, "\"\(name)\" is declared as \(type)", "write \(wanted)")
        }
        let firstUse = tokens.firstIndex { $0.kind == .literalVariable(name) } ?? index
        guard self.cast(after: firstUse) == cast else {
            throw error(
                token,
                "\"\(name)\" is cast to two types",
                "cast it as on line \(tokens[firstUse].line)"
            )
        }
    }

    /// The type that follows `::` directly after the token, in lower case with single spaces.
    private func cast(after index: Int) -> String? {
        guard index + 2 < tokens.count, tokens[index + 1].kind == .cast,
            tokens[index].range.upperBound == tokens[index + 1].range.lowerBound,
            tokens[index + 2].kind == .word
        else { return nil }
        var words = [word(tokens[index + 2]).lowercased()]
        var next = index + 3
        let longer =
            ["double": ["precision"], "timestamp": ["with", "time", "zone"]][words[0]] ?? []
        for expected in longer {
            guard next < tokens.count, word(tokens[next]).lowercased() == expected else { break }
            words.append(expected)
            next += 1
        }
        // numeric(10, 2) and text[] are other types.
        if next < tokens.count, ["(", "["].contains(word(tokens[next])) {
            return nil
        }
        return words.joined(separator: " ")
    }

    // MARK: - The whole

    private func checkShape() throws(ReportFileError) {
        guard let first = tokens.first, first.kind != .semicolon else {
            throw fault(header.line, "no statement", "write one select below the header")
        }
        guard ["select", "with", "values"].contains(word(first).lowercased()) else {
            throw error(first, "the statement is not a query", "start it with select or with")
        }
        if let end = tokens.firstIndex(where: { $0.kind == .semicolon }), end + 1 < tokens.count {
            throw error(
                tokens[end + 1],
                "more than one statement",
                "keep one; with ... as (...) joins several"
            )
        }
    }

    private func checkUse() throws(ReportFileError) {
        for declared in header.parameters {
            let name = declared.value.name
            let isUsed = tokens.contains {
                $0.kind == .literalVariable(name) || $0.kind == .identifierVariable(name)
            }
            guard isUsed else {
                throw fault(
                    declared.line,
                    "the parameter \"\(name)\" is not used",
                    "use it as :'\(name)'::\(declared.value.type.casts[0]), or take it out"
                )
            }
        }
        if let line = header.groupingsLine,
            !tokens.contains(where: { $0.kind == .identifierVariable("by") })
        {
            throw fault(
                line,
                "groupings, and no column named :\"by\"",
                "select the grouping first, as :\"by\""
            )
        }
    }

    /// Without an order rows come as they like; one inside parentheses orders something else.
    private func checkOrder() throws(ReportFileError) {
        var depth = 0
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .openingParenthesis: depth += 1
            case .closingParenthesis: depth -= 1
            case .word where depth == 0 && index + 1 < tokens.count:
                if word(token).lowercased() == "order",
                    word(tokens[index + 1]).lowercased() == "by"
                {
                    return
                }
            default: break
            }
        }
        throw fault(
            tokens.last?.line ?? header.line,
            "no order by",
            "end the statement with one that leaves no two rows equal"
        )
    }

    // MARK: - Words

    private func word(_ token: SQLToken) -> String {
        String(decoding: bytes[token.range], as: UTF8.self)
    }

    private func error(_ token: SQLToken, _ problem: String, _ advice: String) -> ReportFileError {
        fault(token.line, problem, advice)
    }

    private func fault(_ line: Int, _ problem: String, _ advice: String) -> ReportFileError {
        ReportFileError(file: file, line: line, problem: problem, advice: advice)
    }
}
