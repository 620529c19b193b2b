/// Reads PostgreSQL's ISO text of dates and timestamps, with or without an offset.
enum TimestampText {
    /// Microseconds since the Unix epoch, nil for anything that is not such a text.
    static func parse(_ text: String) -> Int64? {
        var reader = Reader(rest: text.utf8[...])
        guard let year = reader.number(4...6), reader.skip("-") else { return nil }
        guard let month = reader.number(2...2), reader.skip("-") else { return nil }
        guard let day = reader.number(2...2) else { return nil }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        var seconds = daysSinceEpoch(year, month, day) * 86_400
        var microseconds: Int64 = 0
        if reader.skip(" ") {
            guard let hour = reader.number(2...2), reader.skip(":") else { return nil }
            guard let minute = reader.number(2...2), reader.skip(":") else { return nil }
            guard let second = reader.number(2...2) else { return nil }
            seconds += hour * 3_600 + minute * 60 + second
            if reader.skip(".") {
                guard let fraction = reader.fraction() else { return nil }
                microseconds = fraction
            }
            guard let offset = reader.offset() else { return nil }
            seconds -= offset
        }
        guard reader.rest.isEmpty else { return nil }
        // PostgreSQL counts from 2000 and so reaches thirty years beyond what fits here.
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isStillTooLarge) = whole.addingReportingOverflow(microseconds)
        return isTooLarge || isStillTooLarge ? nil : sum
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, after Howard Hinnant's
    /// `days_from_civil`; years from 1.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private struct Reader {
        var rest: Substring.UTF8View

        mutating func skip(_ mark: Unicode.Scalar) -> Bool {
            guard let first = rest.first, UInt32(first) == mark.value else { return false }
            rest.removeFirst()
            return true
        }

        mutating func number(_ lengths: ClosedRange<Int>) -> Int64? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard lengths.contains(digits.count) else { return nil }
            rest = rest[digits.endIndex...]
            return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }

        mutating func fraction() -> Int64? {
            let length = rest.prefix { (0x30...0x39).contains($0) }.count
            guard var value = number(1...6) else { return nil }
            for _ in length..<6 {
                value *= 10
            }
            return value
        }

        /// `+05`, `-03:30`, `+00:19:32` or nothing, in seconds east of Greenwich.
        mutating func offset() -> Int64? {
            let isWest = skip("-")
            guard isWest || skip("+") else { return 0 }
            guard var seconds = number(2...2) else { return nil }
            seconds *= 3_600
            for unit in [60, 1] as [Int64] where skip(":") {
                guard let part = number(2...2) else { return nil }
                seconds += part * unit
            }
            return isWest ? -seconds : seconds
        }
    }
}
