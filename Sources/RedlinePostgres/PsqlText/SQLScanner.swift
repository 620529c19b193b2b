/// Cuts SQL into tokens exactly where psql 15 does, which decides what is a variable and what is not.
///
/// The rules are those of `psqlscan.l` with `standard_conforming_strings` on. psql reads a file line
/// by line and so never joins `'a'` and, on the next line, `'b'` into one string; neither does this.
package struct SQLScanner {
    let bytes: [UInt8]
    private(set) var position = 0
    private var line = 1

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// All tokens of the text, in order.
    package static func tokens(of text: String) -> [SQLToken] {
        var scanner = SQLScanner(text)
        var tokens: [SQLToken] = []
        while let token = scanner.next() {
            tokens.append(token)
        }
        return tokens
    }

    private mutating func next() -> SQLToken? {
        while let byte = peek(), byte.isSQLSpace {
            skip(1)
        }
        guard let first = peek() else { return nil }
        let start = position
        let startLine = line
        let kind = scan(startingWith: first)
        return SQLToken(kind: kind, range: start..<position, line: startLine)
    }

    private mutating func scan(startingWith first: UInt8) -> SQLToken.Kind {
        let second = peek(1)
        switch first {
        case UInt8(ascii: "-") where second == UInt8(ascii: "-"): return lineComment()
        case UInt8(ascii: "/") where second == UInt8(ascii: "*"): return blockComment()
        case UInt8(ascii: "'"): return quoted(by: first, openedBy: 1, as: .string)
        case UInt8(ascii: "\""): return quoted(by: first, openedBy: 1, as: .quotedIdentifier)
        case UInt8(ascii: "$"): return dollar()
        case UInt8(ascii: ":"): return colon()
        case UInt8(ascii: ".") where second == UInt8(ascii: "."): return single(.other, length: 2)
        case UInt8(ascii: ".") where second?.isSQLDigit == true: return number()
        case UInt8(ascii: "("): return single(.openingParenthesis)
        case UInt8(ascii: ")"): return single(.closingParenthesis)
        case UInt8(ascii: ";"): return single(.semicolon)
        case UInt8(ascii: "\\"): return single(.backslash)
        case _ where first.isSQLDigit: return number()
        case _ where first.startsSQLWord: return word(startingWith: first)
        default: return single(.other)
        }
    }

    // MARK: - Words and numbers

    private mutating func word(startingWith first: UInt8) -> SQLToken.Kind {
        let quote = UInt8(ascii: "'")
        let second = peek(1)
        switch first | 0x20 {
        case UInt8(ascii: "e") where second == quote:
            return escapeString()
        case UInt8(ascii: "b") where second == quote,
            UInt8(ascii: "x") where second == quote,
            UInt8(ascii: "n") where second == quote:
            return quoted(by: quote, openedBy: 2, as: .string)
        case UInt8(ascii: "u") where second == UInt8(ascii: "&") && peek(2) == quote:
            return quoted(by: quote, openedBy: 3, as: .string)
        case UInt8(ascii: "u") where second == UInt8(ascii: "&") && peek(2) == UInt8(ascii: "\""):
            return quoted(by: UInt8(ascii: "\""), openedBy: 3, as: .quotedIdentifier)
        default:
            skipWhile { $0.continuesSQLWord }
            return .word
        }
    }

    private mutating func number() -> SQLToken.Kind {
        skipWhile { $0.isSQLDigit }
        if peek() == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") {
            skip(1)
            skipWhile { $0.isSQLDigit }
        }
        if let letter = peek(), letter | 0x20 == UInt8(ascii: "e"),
            let sign = peek(1), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
        {
            skip(2)
            guard peek()?.isSQLDigit == true else { return .number }
        }
        // A word right behind a number, junk to the server, is part of it: in 1e'...' no string
        // with escapes begins.
        skipWhile { $0.isSQLDigit }
        skipJunk()
        return .number
    }

    private mutating func single(_ kind: SQLToken.Kind, length: Int = 1) -> SQLToken.Kind {
        skip(length)
        return kind
    }

    // MARK: - Reading

    /// The byte that lies `offset` after the next one; nil past the end.
    func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    /// Goes past `count` bytes and counts the lines among them.
    mutating func skip(_ count: Int) {
        let end = min(position + count, bytes.count)
        for byte in bytes[position..<end] where byte == UInt8(ascii: "\n") {
            line += 1
        }
        position = end
    }

    /// Goes past the word that stands right behind a number or a parameter, if one does.
    mutating func skipJunk() {
        guard peek()?.startsSQLWord == true else { return }
        skipWhile { $0.continuesSQLWord }
    }

    mutating func skipWhile(_ holds: (UInt8) -> Bool) {
        while let byte = peek(), holds(byte) {
            skip(1)
        }
    }
}

extension UInt8 {
    var isSQLSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) && self != 0x0B }
    package var isSQLDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// A letter, an underscore or a byte of a character beyond ASCII.
    var startsSQLWord: Bool {
        let letter = self | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) && self < 0x80
            || self == UInt8(ascii: "_") || self >= 0x80
    }

    var continuesSQLWord: Bool { startsSQLWord || isSQLDigit || self == UInt8(ascii: "$") }

    /// What the name of a psql variable may hold.
    package var isPsqlVariableCharacter: Bool { startsSQLWord || isSQLDigit }
}
