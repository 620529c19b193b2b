import Redline

/// Money added up exactly, in millionths.
struct ExactSum: Equatable {
    private var millionths: Int128 = 0

    /// Starts at zero.
    init() {}

    /// The value of a number, or of a text that is one; nil for anything else, and for numbers that
    /// no amount of money has.
    init?(_ value: JSONView) {
        let spelling = value.kind == .number ? value.text : value.string ?? ""
        guard let number = DecimalNumber(jsonText: spelling), number.exponent >= -6,
            number.digits.utf8.count + number.exponent <= 24,
            var scaled = Int128(
                number.digits.isEmpty ? "0" : number.digits
            )
        else { return nil }
        for _ in 0..<(number.exponent + 6) { scaled *= 10 }
        millionths = number.isNegative ? -scaled : scaled
    }

    /// Adds another one.
    static func += (sum: inout ExactSum, other: ExactSum) {
        sum.millionths += other.millionths
    }

    /// Whether an amount is the larger one.
    static func > (a: ExactSum, b: ExactSum) -> Bool {
        a.millionths > b.millionths
    }
}
