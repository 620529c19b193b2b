import Redline

/// The words that start a line of a report file's header.
enum ReportDirective: String, CaseIterable {
    case report
    case title
    case param
    case by
    case column
    case total
    case chart
}

/// The rule for the names of reports, parameters, columns and groupings.
enum ReportName {
    /// The rule in words.
    static let rule = "use a lower-case letter, then lower-case letters, digits and underscores"

    static func isValid(_ name: Substring) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte }
        // PostgreSQL cuts names after 63 bytes.
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 63 else {
            return false
        }
        return name.utf8.allSatisfy {
            isLetter($0) || $0.isSQLDigit || $0 == UInt8(ascii: "_")
        }
    }
}

extension ReportHeader {
    /// The file's name without `.sql`.
    var fileStem: String { file.hasSuffix(".sql") ? String(file.dropLast(4)) : file }

    /// `word: rest` after one space; a sentence starts with a capital letter or holds more words.
    static func directive(in comment: Substring) -> (word: Substring, rest: Substring)? {
        guard comment.first == " " else { return nil }
        let line = comment.dropFirst()
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let word = line[..<colon]
        let rest = line[line.index(after: colon)...]
        guard ReportName.isValid(word), rest.first?.isWhitespace ?? true else { return nil }
        return (word, rest.trimmed[...])
    }

    func error(_ problem: String, _ advice: String) -> ReportFileError {
        ReportFileError(file: file, line: line, problem: problem, advice: advice)
    }

    func repeated(_ directive: ReportDirective) -> ReportFileError {
        error("a second \"\(directive.rawValue)\" line", "take one out")
    }

    var missingTitle: ReportFileError {
        error("no title", "add \"-- title: What the report answers\" below the name")
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
