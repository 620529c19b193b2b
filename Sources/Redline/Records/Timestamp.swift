/// A point in time in UTC, to the microsecond, as PostgreSQL keeps it.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// Creates a time from microseconds since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The earlier time is the lesser.
    public static func < (a: Timestamp, b: Timestamp) -> Bool {
        a.microseconds < b.microseconds
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded down.
    public var milliseconds: Int64 {
        (microseconds - ((microseconds % 1_000) + 1_000) % 1_000) / 1_000
    }

    /// This time and so many days.
    public func adding(days: Int) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64(days) * 86_400_000_000)
    }
}

extension Timestamp {
    /// The calendar date and the time of day, in UTC.
    var fields: (year: Int, month: Int, day: Int, second: Int, microsecond: Int) {
        let perDay: Int64 = 86_400_000_000
        let days = microseconds >= 0 ? microseconds / perDay : (microseconds - perDay + 1) / perDay
        let rest = microseconds - days * perDay
        let date = Self.civil(fromDays: Int(days))
        return (
            date.year, date.month, date.day, Int(rest / 1_000_000), Int(rest % 1_000_000)
        )
    }

    /// The date of a day counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date
    /// algorithms").
    static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The day of a date, counted from 1970-01-01.
    public static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// The day as `2026-11-21`.
    public var date: String {
        let f = fields
        return "\(Self.padded(f.year, 4))-\(Self.padded(f.month, 2))-\(Self.padded(f.day, 2))"
    }

    /// The time as `YYYYMMDD_HHMMSS_ffffff`, as interaction ids spell it.
    public var compactSpelling: String {
        let f = fields
        let day = "\(Self.padded(f.year, 4))\(Self.padded(f.month, 2))\(Self.padded(f.day, 2))"
        let time = [f.second / 3_600, f.second / 60 % 60, f.second % 60]
        let clock = time.map { Self.padded($0, 2) }.joined()
        return "\(day)_\(clock)_\(Self.padded(f.microsecond, 6))"
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many digits of a second as there are, as `2026-11-21T02:24:26.5Z`.
    public var description: String {
        let f = fields
        return String(unsafeUninitializedCapacity: 32) { text in
            var length = 0
            func put(_ character: Unicode.Scalar) {
                text[length] = UInt8(ascii: character)
                length += 1
            }
            func put(_ number: Int, _ digits: Int) {
                var rest = number
                for place in stride(from: length + digits - 1, through: length, by: -1) {
                    text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                length += digits
            }
            if f.year < 0 { put("-") }
            put(abs(f.year), max(4, String(abs(f.year)).utf8.count))
            put("-")
            put(f.month, 2)
            put("-")
            put(f.day, 2)
            put("T")
            put(f.second / 3_600, 2)
            put(":")
            put(f.second / 60 % 60, 2)
            put(":")
            put(f.second % 60, 2)
            if f.microsecond > 0 {
                put(".")
                put(f.microsecond, 6)
                while text[length - 1] == UInt8(ascii: "0") { length -= 1 }
            }
            put("Z")
            return length
        }
    }
}
