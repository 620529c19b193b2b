/// Takes the parts of a written date from a text, front to back.
struct DateScanner {
    /// A run of ASCII digits.
    struct Digits {
        let value: Int
        let count: Int

        /// The year that four digits mean, or two: 00 to 68 are of this century, 69 to 99 of the
        /// last.
        var asYear: Int? {
            switch count {
            case 4: value
            case 2: value + (value < 69 ? 2_000 : 1_900)
            default: nil
            }
        }
    }

    private let text: CodePoints
    private var position = 0

    init(_ text: CodePoints) {
        self.text = text
    }

    var isAtEnd: Bool {
        position == text.count
    }

    /// `-`, `/`, `.` or a space.
    static func isSeparator(_ point: UInt32) -> Bool {
        point == 0x2D || point == 0x2F || point == 0x2E || point == CodePoint.space
    }

    static func isSeparatorOrComma(_ point: UInt32) -> Bool {
        isSeparator(point) || point == 0x2C
    }

    /// A letter from a to z in either case, or one of the four that become one when case is
    /// ignored: `İ`, `ı`, `ſ` and the Kelvin sign.
    static func isLetter(_ point: UInt32) -> Bool {
        (point | 0x20) &- 0x61 < 26 || point == 0x130 || point == 0x131 || point == 0x17F
            || point == 0x212A
    }

    mutating func take(where accepts: (UInt32) -> Bool) -> UInt32? {
        guard position < text.count, accepts(text[position]) else {
            return nil
        }
        position += 1
        return text[position - 1]
    }

    @discardableResult
    mutating func skip(atMost limit: Int, where accepts: (UInt32) -> Bool) -> Int {
        var skipped = 0
        while skipped < limit, take(where: accepts) != nil {
            skipped += 1
        }
        return skipped
    }

    /// One to eight digits; `nil` where there are none or more.
    mutating func takeDigits() -> Digits? {
        var value = 0
        var count = 0
        while let digit = take(where: CodePoint.isDigit) {
            value = value * 10 + Int(digit - 0x30)
            count += 1
            guard count <= 8 else {
                return nil
            }
        }
        return count == 0 ? nil : Digits(value: value, count: count)
    }

    /// Passes over `st`, `nd`, `rd` or `th`.
    mutating func skipOrdinalSuffix() {
        guard position + 1 < text.count else {
            return
        }
        let first = text[position] == 0x17F ? 0x73 : text[position] | 0x20
        let second = text[position + 1] | 0x20
        switch (first, second) {
        case (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64), (0x74, 0x68):
            position += 2
        default:
            break
        }
    }

    /// The month whose English name starts with the letters here, of which there must be three or
    /// more.
    mutating func takeMonth() -> Int? {
        let start = position
        while take(where: Self.isLetter) != nil {}
        let name = text[start..<position]
        guard name.count >= 3 else {
            return nil
        }
        let month = Self.months.firstIndex { month in
            month.count >= name.count && zip(month, name).allSatisfy { $0 == $1 | 0x20 }
        }
        return month.map { $0 + 1 }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ].map(\.codePoints)
}
