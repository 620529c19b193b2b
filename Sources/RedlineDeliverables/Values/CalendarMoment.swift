import Redline

/// A day, or a day and a time, as ISO 8601 spells them.
struct CalendarMoment: Equatable {
    let year: Int
    let month: Int
    let day: Int
    /// The seconds of the day, with their fraction; nil for a day without a time.
    let seconds: Double?
    /// The text that it was read from.
    let spelling: String

    var hasTime: Bool { seconds != nil }

    /// Reads `2026-11-21` or `2026-11-21T10:30[:15[.5]][Z]`; nil for anything else, such as a time
    /// with another offset, which no cell can hold.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes.count <= 30, bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), let year = Self.number(bytes[0..<4]),
            let month = Self.number(bytes[5..<7]), let day = Self.number(bytes[8..<10])
        else { return nil }
        // The calendar's own rules are those of timestamps.
        let date = String(decoding: bytes[..<10], as: UTF8.self)
        guard Timestamp("\(date)T00:00:00Z") != nil else { return nil }
        self.year = year
        self.month = month
        self.day = day
        spelling = text
        guard bytes.count > 10 else {
            seconds = nil
            return
        }
        var rest = bytes[10...]
        guard rest.popFirst() == UInt8(ascii: "T"), let time = Self.time(&rest) else { return nil }
        if rest.first == UInt8(ascii: "Z") { rest.removeFirst() }
        guard rest.isEmpty else { return nil }
        seconds = time
    }

    /// The days since 1899-12-30, as Excel counts them; nil before March 1900, where Excel's own
    /// calendar has a day too many.
    var serial: Double? {
        let days = Timestamp.days(year: year, month: month, day: day) + 25_569
        guard days >= 61 else { return nil }
        return Double(days) + (seconds ?? 0) / 86_400
    }

    private static func time(_ rest: inout ArraySlice<UInt8>) -> Double? {
        guard let hour = take(2, &rest), hour < 24, rest.popFirst() == UInt8(ascii: ":"),
            let minute = take(2, &rest), minute < 60
        else { return nil }
        var seconds = Double(hour * 3_600 + minute * 60)
        guard rest.first == UInt8(ascii: ":") else { return seconds }
        rest.removeFirst()
        guard let second = take(2, &rest), second < 60 else { return nil }
        seconds += Double(second)
        guard rest.first == UInt8(ascii: ".") else { return seconds }
        rest.removeFirst()
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        guard !digits.isEmpty, let fraction = Double("0." + String(decoding: digits, as: UTF8.self))
        else { return nil }
        rest = rest[digits.endIndex...]
        return seconds + fraction
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return number(rest.prefix(count))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard 0x30...0x39 ~= digit else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}
