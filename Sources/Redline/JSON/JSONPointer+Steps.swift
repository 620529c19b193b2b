extension JSONPointer {
    /// The names and indexes that a pointer leads through, unescaped.
    ///
    /// Byte by byte: to `String`, a slash with an accent behind it is no slash.
    public static func steps(_ pointer: String) -> [String] {
        pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .dropFirst().map(unescaped)
    }

    private static func unescaped(_ part: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var isEscape = false
        for byte in part {
            switch (isEscape, byte) {
            case (false, UInt8(ascii: "~")): isEscape = true
            case (true, UInt8(ascii: "0")): bytes.append(UInt8(ascii: "~"))
            case (true, UInt8(ascii: "1")): bytes.append(UInt8(ascii: "/"))
            default: bytes.append(byte)
            }
            if byte != UInt8(ascii: "~") { isEscape = false }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONView {
    /// The value that a pointer's steps lead to; nil where there is none.
    public func value(at steps: some Sequence<String>) -> JSONView? {
        var value = self
        for step in steps {
            switch value.kind {
            case .object:
                guard let member = value[step] else { return nil }
                value = member
            case .array:
                let elements = value.elements
                guard let place = Int(step), elements.indices.contains(place) else { return nil }
                value = elements[place]
            default: return nil
            }
        }
        return value
    }
}
