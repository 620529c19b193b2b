/// The days that a text can mean as a date: day or month first, ISO order, English month names.
struct WrittenDate {
    /// The longest text, white space collapsed, that any of the orders can fill.
    private static let lengthLimit = 21

    /// The days as `yyyymmdd`, one or two of them.
    let days: [Int]

    /// Reads a text that is one date and nothing else; `nil` where it can mean no day of the
    /// calendar.
    init?(_ text: CodePoints) {
        guard let first = text.first(where: { !CodePoint.isWhite($0) }),
            CodePoint.isDigit(first) || DateScanner.isLetter(first)
        else {
            return nil
        }
        let line = text.collapsed
        guard line.count <= Self.lengthLimit else {
            return nil
        }
        var found: [Int] = []
        for case let day? in Self.candidates(line) where !found.contains(day) {
            found.append(day)
        }
        guard !found.isEmpty else {
            return nil
        }
        days = found
    }

    /// Whether both can mean the same day.
    func sharesDay(with other: WrittenDate) -> Bool {
        days.contains(where: other.days.contains)
    }

    private static func candidates(_ line: CodePoints) -> [Int?] {
        if line.first.map(DateScanner.isLetter) == true {
            return [monthNameFirst(line)]
        }
        if let numbers = numeric(line) {
            return numbers
        }
        return [dayFirstWithName(line) ?? yearFirstWithName(line)]
    }

    /// `2018-01-12`, `20180112`, `12/01/2018` and `12.1.18`; `nil` where the text has none of these
    /// shapes.
    private static func numeric(_ line: CodePoints) -> [Int?]? {
        var scanner = DateScanner(line)
        guard let first = scanner.takeDigits() else {
            return nil
        }
        if first.count == 8, scanner.isAtEnd {
            let year = first.value / 10_000
            return 1_900..<2_100 ~= year
                ? [
                    CalendarDay.number(
                        year: year,
                        month: first.value / 100 % 100,
                        day: first.value % 100
                    )
                ] : nil
        }
        guard let separator = scanner.take(where: { DateScanner.isSeparator($0) }),
            let second = scanner.takeDigits(), second.count <= 2,
            scanner.take(where: { $0 == separator }) != nil,
            let third = scanner.takeDigits(), scanner.isAtEnd
        else {
            return nil
        }
        if first.count == 4, third.count <= 2 {
            return [CalendarDay.number(year: first.value, month: second.value, day: third.value)]
        }
        guard first.count <= 2, let year = third.asYear else {
            return nil
        }
        return [
            CalendarDay.number(year: year, month: second.value, day: first.value),
            CalendarDay.number(year: year, month: first.value, day: second.value),
        ]
    }

    /// `12th Jan 2018`, `1-NOV-17`.
    private static func dayFirstWithName(_ line: CodePoints) -> Int? {
        var scanner = DateScanner(line)
        guard let day = scanner.takeDigits(), day.count <= 2 else {
            return nil
        }
        scanner.skipOrdinalSuffix()
        scanner.skip(atMost: 1, where: DateScanner.isSeparator)
        guard let month = scanner.takeMonth() else {
            return nil
        }
        scanner.skip(atMost: 2, where: DateScanner.isSeparatorOrComma)
        guard let year = scanner.takeDigits()?.asYear, scanner.isAtEnd else {
            return nil
        }
        return CalendarDay.number(year: year, month: month, day: day.value)
    }

    /// `January 12, 2018`, `Jan. 12th 18`.
    private static func monthNameFirst(_ line: CodePoints) -> Int? {
        var scanner = DateScanner(line)
        guard let month = scanner.takeMonth() else {
            return nil
        }
        scanner.skip(atMost: 2, where: DateScanner.isSeparator)
        guard let day = scanner.takeDigits(), day.count <= 2 else {
            return nil
        }
        scanner.skipOrdinalSuffix()
        guard scanner.skip(atMost: 2, where: DateScanner.isSeparatorOrComma) > 0,
            let year = scanner.takeDigits()?.asYear, scanner.isAtEnd
        else {
            return nil
        }
        return CalendarDay.number(year: year, month: month, day: day.value)
    }

    /// `2018 Jan 12`.
    private static func yearFirstWithName(_ line: CodePoints) -> Int? {
        var scanner = DateScanner(line)
        guard let year = scanner.takeDigits(), year.count == 4 else {
            return nil
        }
        scanner.skip(atMost: 1, where: DateScanner.isSeparator)
        guard let month = scanner.takeMonth() else {
            return nil
        }
        scanner.skip(atMost: 2, where: DateScanner.isSeparator)
        guard let day = scanner.takeDigits(), day.count <= 2, scanner.isAtEnd else {
            return nil
        }
        return CalendarDay.number(year: year.value, month: month, day: day.value)
    }
}
