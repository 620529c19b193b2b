import Redline

/// A value by what it is for people: an amount, a day, a text.
enum TypedValue: Equatable {
    case empty
    case boolean(Bool)
    /// A number, and how it is to be shown.
    case number(Double, WrittenAmount.Style)
    /// A day without a time, as spelled: `2026-11-21`.
    case day(CalendarMoment)
    /// A day with a time, in UTC or without a zone.
    case moment(CalendarMoment)
    case text(String)

    /// The most significant digits that a spreadsheet keeps of a number; one with more stays text.
    static let digitLimit = 15

    /// The value of a cell.
    ///
    /// JSON numbers are numbers. Texts are days, moments and amounts where they are spelled like
    /// them and like nothing else; a text of digits alone is a name for something (an invoice, a
    /// postcode) and stays one.
    init(_ cell: FlatCell) {
        switch cell {
        case .null: self = .empty
        case .boolean(let value): self = .boolean(value)
        case .number(let spelling): self = Self.read(number: spelling)
        case .text(let text): self = Self.read(text)
        }
    }

    /// Whether it is read by its size and stands at the right.
    var isNumber: Bool {
        if case .number = self { return true }
        return false
    }

    private static func read(number spelling: String) -> TypedValue {
        let digits = spelling.utf8.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        let point = digits.firstIndex(of: UInt8(ascii: "."))
        let significant = digits.filter { 0x30...0x39 ~= $0 }.drop { $0 == 0x30 }
        guard significant.count <= digitLimit, let value = Double(spelling), value.isFinite,
            // Neither is a number that is too small to be kept zero.
            value != 0 || significant.isEmpty
        else { return .text(spelling) }
        let decimals = point.map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
        let isPlain = digits.count == spelling.utf8.count
        return .number(
            value,
            WrittenAmount.Style(
                decimals: isPlain ? (decimals == 1 ? 2 : decimals) : nil,
                isGrouped: isPlain && decimals > 0
            )
        )
    }

    private static func read(_ text: String) -> TypedValue {
        guard !text.isEmpty else { return .empty }
        guard text.utf8.count <= 40, text.utf8.contains(where: { 0x30...0x39 ~= $0 }) else {
            return .text(text)
        }
        // Neither a day nor an amount, and much of what tables have.
        guard !text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return .text(text) }
        if let moment = CalendarMoment(text) {
            return moment.hasTime ? .moment(moment) : .day(moment)
        }
        if let amount = WrittenAmount(text) { return .number(amount.value, amount.style) }
        return .text(text)
    }
}
