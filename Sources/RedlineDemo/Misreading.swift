/// The ways in which a value comes out wrong, one value at a time.
///
/// Each takes what a document says and gives what a model might make of it; where a way does not
/// apply the value comes back as it was.
enum Misreading: String, Sendable {
    case typo
    case transposed
    case upperCase
    case spaced
    case unpunctuated
    case truncated
    case excess
    case reordered
    case blank
    case dateFormat
    case swappedDate
    case wrongDigit
    case decimalShift
    case numberAsText
    case numberFormat
    case negated
    case flipped

    /// Errors that a model makes again and again, always in the same way.
    static let habitual: [String: String] = [
        "Net 30": "30 days net", "Net 60": "60 days net", "mg/dL": "mg/dl",
        "Müller & Söhne GmbH": "Mueller & Soehne GmbH", "pcs": "pieces", "mU/L": "mIU/L",
        "USD": "US$", "GBP": "£", "10^9/L": "109/L", "Germany": "Deutschland",
    ]

    /// What a person says who is asked why this was changed.
    var reason: String {
        switch self {
        case .typo, .transposed, .wrongDigit: "misread characters"
        case .upperCase, .spaced, .unpunctuated, .reordered: "our spelling"
        case .truncated, .excess: "cut in the wrong place"
        case .blank: "it is in the document"
        case .dateFormat, .swappedDate: "wrong date format"
        case .decimalShift, .numberAsText, .numberFormat, .negated: "wrong amount"
        case .flipped: "wrong box ticked"
        }
    }

    /// The ways that a value can be misread, each with its weight for that extraction method.
    static func ways(
        _ value: DemoValue,
        method: String
    ) -> [(way: Misreading, weight: Double)] {
        let seesPixels = method == "OCR"
        switch value {
        case .number:
            return [
                (.decimalShift, seesPixels ? 4 : 2), (.wrongDigit, seesPixels ? 4 : 1),
                (.numberAsText, 2), (.negated, 0.5), (.blank, 2), (.transposed, 1),
            ]
        case .bool:
            return [(.flipped, 1)]
        case .string(let text) where CivilDay(iso: text) != nil:
            return [(.dateFormat, 6), (.swappedDate, 2), (.wrongDigit, 2), (.blank, 1)]
        case .string(let text) where text.contains(where: \.isNumber):
            return [
                (.wrongDigit, seesPixels ? 4 : 1), (.typo, seesPixels ? 4 : 1), (.transposed, 1),
                (.spaced, 2), (.numberFormat, 4), (.blank, 1), (.truncated, 1),
            ]
        case .string:
            return [
                (.typo, seesPixels ? 6 : 1), (.upperCase, method == "DI" ? 3 : 1),
                (.spaced, seesPixels ? 2 : 0.5), (.unpunctuated, 2), (.truncated, 3),
                (.excess, 1), (.reordered, 1), (.blank, 2), (.transposed, 0.7),
            ]
        case .null, .array, .object:
            return []
        }
    }

    func applied(to value: DemoValue, _ random: inout SplitMix64) -> DemoValue {
        switch (self, value) {
        case (.blank, .string): random.chance(0.5) ? .null : .string("")
        case (.blank, _): .null
        case (.flipped, .bool(let flag)): .bool(!flag)
        case (.numberAsText, .number(let digits)): .string(digits)
        case (.negated, .number(let digits)): .number(digits.hasPrefix("-") ? digits : "-" + digits)
        case (.decimalShift, .number(let digits)): .number(Self.shifted(digits))
        case (_, .number(let digits)): .number(inNumber(digits, &random))
        case (_, .string(let text)): .string(inText(text, &random))
        default: value
        }
    }

    private static func shifted(_ digits: String) -> String {
        guard let point = digits.firstIndex(of: ".") else {
            return digits == "0" ? digits : digits + "0"
        }
        let whole = digits[..<point] + digits[digits.index(after: point)...]
        let trimmed = whole.drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }

    /// A wrong digit or two that changed places, never in front, where a zero would break JSON.
    private func inNumber(_ digits: String, _ random: inout SplitMix64) -> String {
        var characters = Array(digits)
        guard let last = characters.lastIndex(where: \.isNumber), last > 0 else {
            return digits
        }
        if self == .transposed, last > 1, characters[last - 1].isNumber {
            characters.swapAt(last, last - 1)
        } else {
            characters[last] = characters[last] == "8" ? "3" : "8"
        }
        return String(characters)
    }
}
