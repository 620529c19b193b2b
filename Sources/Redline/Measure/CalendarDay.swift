/// Days of the Gregorian calendar as single numbers.
enum CalendarDay {
    /// The day as `yyyymmdd`, or `nil` where the calendar has no such day in the years 1 to 9999.
    static func number(year: Int, month: Int, day: Int) -> Int? {
        guard 1...9_999 ~= year, 1...12 ~= month, day >= 1, day <= length(of: month, in: year)
        else {
            return nil
        }
        return (year * 100 + month) * 100 + day
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
