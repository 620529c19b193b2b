import Redline

extension ReportParameter {
    /// Reads a name, a type, a default if there is one, and what it means.
    init(declaredBy text: Substring, in header: ReportHeader) throws(ReportFileError) {
        var rest = text
        let name = rest.takeWord()
        guard ReportName.isValid(name) else {
            throw header.error("\"\(name)\" is not the name of a parameter", ReportName.rule)
        }
        let typeName = rest.takeWord()
        guard let type = ReportParameterType(rawValue: String(typeName)) else {
            throw header.unknown(
                "type",
                typeName,
                of: String(name),
                known: ReportParameterType.allCases.map(\.rawValue)
            )
        }
        var defaultText: String?
        if rest.first == "=" {
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            guard let text = rest.takeLiteral() else {
                throw header.error(
                    "the default of \"\(name)\" is no literal",
                    "write = '...', with quotes inside doubled"
                )
            }
            defaultText = text
        }
        guard !rest.isEmpty else { throw header.missingSummary(of: "parameter", String(name)) }
        self.init(
            name: String(name),
            type: type,
            defaultText: defaultText,
            summary: String(rest)
        )
    }

    func continued(with text: String) -> ReportParameter {
        ReportParameter(
            name: name,
            type: type,
            defaultText: defaultText,
            summary: summary + " " + text
        )
    }
}

extension ReportColumn {
    /// Reads a name, a unit and what it means.
    init(
        declaredBy text: Substring,
        as directive: ReportDirective,
        in header: ReportHeader
    ) throws(ReportFileError) {
        var rest = text
        let name = rest.takeWord()
        guard ReportName.isValid(name) else {
            throw header.error(
                "\"\(name)\" is not the name of a \(directive.rawValue)",
                ReportName.rule
            )
        }
        let unitName = rest.takeWord()
        guard let unit = ReportUnit(rawValue: String(unitName)) else {
            throw header.unknown(
                "unit",
                unitName,
                of: String(name),
                known: ReportUnit.allCases.map(\.rawValue)
            )
        }
        guard !rest.isEmpty else {
            throw header.missingSummary(of: directive.rawValue, String(name))
        }
        self.init(name: String(name), unit: unit, summary: String(rest))
    }

    func continued(with text: String) -> ReportColumn {
        ReportColumn(name: name, unit: unit, summary: summary + " " + text)
    }
}

extension ReportHeader {
    func unknown(
        _ what: String,
        _ word: Substring,
        of name: String,
        known: [String]
    ) -> ReportFileError {
        guard !word.isEmpty else {
            return error(
                "\"\(name)\" has no \(what)",
                "add one of \(known.joined(separator: ", "))"
            )
        }
        let suggestion = Suggestion.closest(to: String(word), in: known)
        return error(
            "unknown \(what) \"\(word)\" of \"\(name)\"",
            suggestion.map { "did you mean \"\($0)\"?" }
                ?? "use one of \(known.joined(separator: ", "))"
        )
    }

    fileprivate func missingSummary(of what: String, _ name: String) -> ReportFileError {
        error("the \(what) \"\(name)\" has no description", "say in a sentence what it means")
    }
}

extension Substring {
    /// Takes the word at the front and the white space after it.
    mutating func takeWord() -> Substring {
        let word = prefix { !$0.isWhitespace }
        self = self[word.endIndex...].drop(while: \.isWhitespace)
        return word
    }

    /// Takes `'...'`, or a word without quotes, and the white space after it; nil where neither is.
    fileprivate mutating func takeLiteral() -> String? {
        guard first == "'" else {
            let word = takeWord()
            return word.isEmpty || word.contains("'") ? nil : String(word)
        }
        var text = ""
        var rest = dropFirst()
        while let character = rest.popFirst() {
            if character != "'" {
                text.append(character)
            } else if rest.first == "'" {
                text.append("'")
                rest = rest.dropFirst()
            } else {
                guard rest.first?.isWhitespace ?? true else { return nil }
                self = rest.drop(while: \.isWhitespace)
                return text
            }
        }
        return nil
    }
}
