/// A point in time in whole milliseconds since 1970, and its ways of writing (UTC).
struct Moment: Comparable, Sendable {
    static let millisecondsPerDay = 86_400_000

    var milliseconds: Int

    init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    init(day: Int) {
        milliseconds = day * Self.millisecondsPerDay
    }

    static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    func after(seconds: Double) -> Moment {
        Moment(milliseconds: milliseconds + Int((seconds * 1000).rounded()))
    }

    func seconds(since earlier: Moment) -> Int {
        (milliseconds - earlier.milliseconds) / 1000
    }

    /// Days since 1970-01-01.
    var day: Int {
        milliseconds / Self.millisecondsPerDay
    }

    /// RFC 3339 with milliseconds.
    var rfc3339: String {
        let time = milliseconds % Self.millisecondsPerDay
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60]
            .map { padded($0, 2) }
            .joined(separator: ":")
        return "\(CivilDay(day).iso)T\(clock).\(padded(time % 1000, 3))Z"
    }

    /// `YYYYMMDD_HHMMSS`, as in an interaction's id.
    var stamp: String {
        let text = rfc3339.filter(\.isNumber)
        return "\(text.prefix(8))_\(text.dropFirst(8).prefix(6))"
    }

    /// A UUID of version 7 (RFC 9562) that carries this time.
    func uuid(_ random: inout SplitMix64) -> String {
        let time = padded(milliseconds, 12, radix: 16)
        let variant = String(8 + random.int(0...3), radix: 16)
        return "\(time.prefix(8))-\(time.suffix(4))-7\(random.hex(3))-\(variant)\(random.hex(3))-"
            + random.hex(12)
    }
}

/// A day of the Gregorian calendar.
struct CivilDay: Sendable {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    let year: Int
    let month: Int
    let day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that lies so many days after 1970-01-01 (Hinnant's `civil_from_days`).
    init(_ days: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day that is written as `2025-03-09`; nil for any other text.
    init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    var iso: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Day first, with dots, as Germans write it.
    var dotted: String {
        "\(padded(day, 2)).\(padded(month, 2)).\(year)"
    }

    /// Month first, with slashes, as Americans write it.
    var slashed: String {
        "\(padded(month, 2))/\(padded(day, 2))/\(year)"
    }

    var inWords: String {
        "\(day) \(Self.months[month - 1]) \(year)"
    }

    /// Day and month changed places, which is another day or none at all.
    var swapped: String {
        CivilDay(year: year, month: day, day: month).iso
    }
}
