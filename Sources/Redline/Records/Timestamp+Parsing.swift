extension Timestamp {
    /// Reads an RFC 3339 time; a missing offset means UTC, and a missing time of day midnight.
    ///
    /// Nil where the text is no such time. Digits beyond the microsecond are dropped; a leap
    /// second counts as the first of the next minute.
    public init?(_ text: String) {
        var scanner = TimestampScanner(Array(text.utf8))
        guard let microseconds = scanner.scan(), Self.written.contains(microseconds) else {
            return nil
        }
        self.init(microseconds: microseconds)
    }

    /// The times that can be written with a year from 0001 to 9999, in UTC.
    private static let written = midnight(year: 1)..<midnight(year: 10_000)

    private static func midnight(year: Int) -> Int64 {
        Int64(days(year: year, month: 1, day: 1)) * 86_400_000_000
    }
}

private struct TimestampScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func number(_ width: Int) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var value = 0
        for _ in 0..<width {
            guard byte &- 48 < 10 else { return nil }
            value = value * 10 + Int(byte - 48)
            index += 1
        }
        return value
    }

    private mutating func skip(_ character: Character) -> Bool {
        guard let ascii = character.asciiValue, byte == ascii else { return false }
        index += 1
        return true
    }

    mutating func scan() -> Int64? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"),
            let day = number(2), (1...12).contains(month), day >= 1, year >= 1
        else { return nil }
        let days = Timestamp.days(year: year, month: month, day: day)
        // A day that the month does not have comes back as another date.
        guard Timestamp.civil(fromDays: days) == (year, month, day) else { return nil }
        let midnight = Int64(days) * 86_400_000_000
        if index == bytes.count { return midnight }
        guard skip("T") || skip("t") || skip(" "), let clock = timeOfDay() else { return nil }
        guard let offset = offset(), index == bytes.count else { return nil }
        return midnight + clock - offset
    }

    private mutating func timeOfDay() -> Int64? {
        guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60
        else { return nil }
        var second = 0
        if skip(":") {
            guard let written = number(2), written <= 60 else { return nil }
            second = written
        }
        var fraction: Int64 = 0
        if skip(".") || skip(",") {
            var digits = 0
            while byte &- 48 < 10, index < bytes.count {
                if digits < 6 { fraction = fraction * 10 + Int64(byte - 48) }
                digits += 1
                index += 1
            }
            guard digits > 0 else { return nil }
            while digits < 6 {
                fraction *= 10
                digits += 1
            }
        }
        return Int64(hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction
    }

    private mutating func offset() -> Int64? {
        if index == bytes.count || skip("Z") || skip("z") { return 0 }
        let sign: Int64 = byte == UInt8(ascii: "-") ? -1 : 1
        guard skip("+") || skip("-"), let hours = number(2), hours < 24 else { return nil }
        var minutes = 0
        if index < bytes.count {
            _ = skip(":")
            guard let written = number(2), written < 60 else { return nil }
            minutes = written
        }
        return sign * Int64(hours * 60 + minutes) * 60_000_000
    }
}
