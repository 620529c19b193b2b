extension JSONParser {
    mutating func string() throws(JSONParseError) {
        let start = index
        index += 1
        let contentStart = index
        index = endOfPlainText(from: index)
        if index < source.count {
            let next = source[index]
            if next == UInt8(ascii: "\"") {
                let content = UnsafeRawBufferPointer(rebasing: source[contentStart..<index])
                append(string: content, at: contentStart, from: start)
                return
            }
            if next == UInt8(ascii: "\\") {
                try escapedString(from: start, contentStart: contentStart)
                return
            }
            throw fault("a control character in a string")
        }
        throw fault("a string without its end")
    }

    /// Where the bytes end that are part of a string and nothing else; eight are looked at at a time.
    @inline(__always)
    private func endOfPlainText(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var end = start
        while end + 8 <= source.count {
            let word = source.loadUnaligned(fromByteOffset: end, as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // The top bit of each byte that is zero, or of the whole word below 0x20.
            let isQuote = (quotes &- ones) & ~quotes
            let isSlash = (slashes &- ones) & ~slashes
            let isControl = (word &- ones &* 0x20) & ~word
            let found = (isQuote | isSlash | isControl) & tops
            guard found == 0 else { return end + found.littleEndian.trailingZeroBitCount / 8 }
            end += 8
        }
        while end < source.count, Self.isPlain(source[end]) { end += 1 }
        return end
    }

    /// Whether a byte is part of a string and nothing else.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func append(string: UnsafeRawBufferPointer, at first: Int, from start: Int) {
        index += 1
        nodes.append(
            JSONNode(
                kind: .string,
                start: UInt32(start),
                end: UInt32(index),
                first: UInt32(first),
                second: UInt32(first + string.count),
                next: UInt32(nodes.count + 1),
                hash: JSONHash.bytes(string, kind: 5)
            )
        )
    }

    private mutating func escapedString(
        from start: Int,
        contentStart: Int
    ) throws(JSONParseError) {
        let kept = unescaped.count
        unescaped.append(contentsOf: source[contentStart..<index])
        while index < source.count {
            let next = source[index]
            switch next {
            case UInt8(ascii: "\""):
                let content = unescaped[kept...]
                let hash = content.withUnsafeBytes { JSONHash.bytes($0, kind: 5) }
                index += 1
                nodes.append(
                    JSONNode(
                        kind: .string,
                        start: UInt32(start),
                        end: UInt32(index),
                        first: UInt32(source.count + kept),
                        second: UInt32(source.count + unescaped.count),
                        next: UInt32(nodes.count + 1),
                        hash: hash
                    )
                )
                return
            case UInt8(ascii: "\\"):
                index += 1
                try escape()
            default:
                guard next >= 0x20 else { throw fault("a control character in a string") }
                unescaped.append(next)
                index += 1
            }
        }
        throw fault("a string without its end")
    }

    private mutating func escape() throws(JSONParseError) {
        guard index < source.count else { throw fault("a string without its end") }
        let letter = source[index]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("an escape that JSON does not have")
        }
        index += 1
    }

    private mutating func unicodeEscape() throws(JSONParseError) {
        index += 1
        var code = try hexadecimal()
        if code >= 0xD800, code < 0xE000 {
            guard code < 0xDC00, byte == UInt8(ascii: "\\"), index + 1 < source.count,
                source[index + 1] == UInt8(ascii: "u")
            else { throw beyond("half of a surrogate pair in a string, which is no text") }
            index += 2
            let low = try hexadecimal()
            guard low >= 0xDC00, low < 0xE000 else {
                throw beyond("half of a surrogate pair in a string, which is no text")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard code != 0 else {
            throw beyond("U+0000 in a string, which PostgreSQL cannot hold")
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("not a code point") }
        unescaped.append(contentsOf: UTF8.encode(scalar)?.map(\.self) ?? [])
    }

    private mutating func hexadecimal() throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
            default: throw fault("\\u needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
