import Redline

extension ReportParameterType {
    /// What a value has to look like, in words.
    var expectation: String {
        switch self {
        case .date: "YYYY-MM-DD, today, yesterday or a number of days back such as 30d"
        case .text: "text without U+0000"
        case .integer: "a whole number from -2147483648 to 2147483647"
        case .number: "a decimal number such as 0.05"
        case .boolean: "true or false"
        case .timestamp: "an RFC 3339 time such as 2026-01-31T12:00:00Z"
        }
    }

    /// The value as it goes to PostgreSQL, days relative to `today` resolved; nil where it is no
    /// value of the type.
    func normalized(_ text: String, today: Timestamp) -> String? {
        switch self {
        case .date: Self.date(text, today: today)?.date
        case .text: text.unicodeScalars.contains("\0") ? nil : text
        case .integer: Int32(text).map { String($0) }
        case .number: Self.isNumber(text) ? text : nil
        case .boolean: ["true", "false"].contains(text) ? text : nil
        case .timestamp: Timestamp(text)?.description
        }
    }

    private static func date(_ text: String, today: Timestamp) -> Timestamp? {
        switch text {
        case "today": return today
        case "yesterday": return today.adding(days: -1)
        case _ where text.last == "d":
            let digits = text.dropLast()
            // Four digits reach 27 years back and stay clear of year 1.
            guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isSQLDigit),
                let days = Int(digits)
            else { return nil }
            return today.adding(days: -days)
        default:
            return text.utf8.count == 10 ? Timestamp(text) : nil
        }
    }

    /// Digits, a fraction, an exponent of at most three digits; neither NaN nor Infinity.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.wholeMatch(of: /[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?/) != nil
    }
}
