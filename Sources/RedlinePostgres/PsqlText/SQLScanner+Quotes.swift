extension SQLScanner {
    mutating func lineComment() -> SQLToken.Kind {
        skipWhile { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return .comment
    }

    mutating func blockComment() -> SQLToken.Kind {
        var depth = 0
        while let byte = peek() {
            if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                skip(2)
            } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                skip(2)
                guard depth > 0 else { return .comment }
            } else {
                skip(1)
            }
        }
        return .unterminated
    }

    /// A string or identifier in which the quote itself is doubled.
    mutating func quoted(
        by quote: UInt8,
        openedBy length: Int,
        as kind: SQLToken.Kind
    ) -> SQLToken.Kind {
        skip(length)
        while let byte = peek() {
            skip(1)
            guard byte == quote else { continue }
            guard peek() == quote else { return kind }
            skip(1)
        }
        return .unterminated
    }

    mutating func escapeString() -> SQLToken.Kind {
        skip(2)
        while let byte = peek() {
            skip(1)
            if byte == UInt8(ascii: "\\") {
                skip(1)
            } else if byte == UInt8(ascii: "'") {
                guard peek() == byte else { return .escapeString }
                skip(1)
            }
        }
        return .unterminated
    }

    /// `$1`, a dollar-quoted string, or a dollar alone.
    mutating func dollar() -> SQLToken.Kind {
        if peek(1)?.isSQLDigit == true {
            skip(1)
            skipWhile { $0.isSQLDigit }
            skipJunk()
            return .placeholder
        }
        var length = 1
        if peek(1)?.startsSQLWord == true {
            while peek(length)?.isPsqlVariableCharacter == true {
                length += 1
            }
        }
        guard peek(length) == UInt8(ascii: "$") else {
            skip(1)
            return .other
        }
        let delimiter = bytes[position...(position + length)]
        skip(delimiter.count)
        while position + delimiter.count <= bytes.count {
            if bytes[position..<(position + delimiter.count)].elementsEqual(delimiter) {
                skip(delimiter.count)
                return .string
            }
            skip(1)
        }
        skip(delimiter.count)
        return .unterminated
    }

    /// A psql variable, `::`, `:=`, or a colon alone.
    mutating func colon() -> SQLToken.Kind {
        switch peek(1) {
        case UInt8(ascii: ":"):
            skip(2)
            return .cast
        case UInt8(ascii: "="):
            skip(2)
            return .other
        case UInt8(ascii: "'"):
            if let name = variableName(after: 2, closedBy: UInt8(ascii: "'")) {
                return .literalVariable(name)
            }
        case UInt8(ascii: "\""):
            if let name = variableName(after: 2, closedBy: UInt8(ascii: "\"")) {
                return .identifierVariable(name)
            }
        case UInt8(ascii: "{") where peek(2) == UInt8(ascii: "?"):
            if let name = variableName(after: 3, closedBy: UInt8(ascii: "}")) {
                return .variableTest(name)
            }
        default:
            if let name = variableName(after: 1, closedBy: nil) {
                return .bareVariable(name)
            }
        }
        skip(1)
        return .other
    }

    /// Takes a variable whose name starts `offset` bytes ahead; takes nothing where there is none.
    private mutating func variableName(after offset: Int, closedBy closing: UInt8?) -> String? {
        var end = offset
        while peek(end)?.isPsqlVariableCharacter == true {
            end += 1
        }
        guard end > offset else { return nil }
        if let closing {
            guard peek(end) == closing else { return nil }
        }
        let name = String(decoding: bytes[(position + offset)..<(position + end)], as: UTF8.self)
        skip(closing == nil ? end : end + 1)
        return name
    }
}
