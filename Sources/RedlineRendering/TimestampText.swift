/// The text of a timestamp, from PostgreSQL's notation into others.
enum TimestampText {
    /// RFC 3339 (`2026-11-01T09:30:05.5Z`) from PostgreSQL's `2026-11-01 09:30:05.5+00`.
    ///
    /// Anything else (RFC 3339 itself, `infinity`) stays as it is.
    static func internet(_ text: String) -> String {
        guard let parts = Parts(text), parts.separator == " " else { return text }
        return "\(parts.day)T\(parts.time)\(parts.internetOffset)"
    }

    /// Day and time to the second (`2026-11-01 09:30:05`) from PostgreSQL's notation or RFC 3339.
    ///
    /// A time that is not in UTC keeps its offset.
    static func short(_ text: String) -> String {
        guard let parts = Parts(text) else { return text }
        let offset = parts.internetOffset
        return "\(parts.day) \(parts.time.prefix(8))\(offset == "Z" ? "" : offset)"
    }

    private struct Parts {
        let day: Substring
        let separator: Character
        let time: Substring
        let offset: Substring

        /// Takes `YYYY-MM-DD`, a blank or `T`, `HH:MM:SS[.ffffff]` and an offset apart.
        init?(_ text: String) {
            let scalars = Array(text.utf8)
            let shape = Array("0000-00-00 00:00:00".utf8)
            guard scalars.count > shape.count else { return nil }
            for (byte, expected) in zip(scalars, shape) {
                switch expected {
                case UInt8(ascii: "0"): guard 0x30...0x39 ~= byte else { return nil }
                case UInt8(ascii: " "): guard [0x20, 0x54].contains(byte) else { return nil }
                default: guard byte == expected else { return nil }
                }
            }
            let clock = text.dropFirst(11)
            let offsetStart = clock.firstIndex { "+-Z".contains($0) }
            guard let offsetStart,
                clock[offsetStart...].allSatisfy({ "+-:Z0123456789".contains($0) })
            else { return nil }
            day = text.prefix(10)
            separator = text[day.endIndex]
            time = clock[..<offsetStart]
            offset = clock[offsetStart...]
        }

        var internetOffset: String {
            switch offset {
            case "Z", "+00", "+00:00": "Z"
            default: offset.count == 3 ? "\(offset):00" : String(offset)
            }
        }
    }
}
