/// The exact value of a JSON number: sign, significant digits and a power of ten.
///
/// Digits carry neither leading nor trailing zeros, so equal values are equal however they were
/// written: `1`, `1.0` and `10e-1` are one number, and so are `0` and `-0`. Nothing is rounded.
public struct DecimalNumber: Hashable, Sendable {
    /// The number zero.
    public static let zero = DecimalNumber(isNegative: false, digits: "", exponent: 0)

    /// The largest power of ten, up or down, that a number may be written with.
    public static let exponentLimit = 100_000_000_000_000_000

    /// Whether the number is less than zero.
    public let isNegative: Bool

    /// The significant digits, ASCII, without zeros at either end; empty for zero.
    public let digits: String

    /// The power of ten that the digits, read as an integer, are multiplied by.
    public let exponent: Int

    /// The value in plain decimal notation without needless zeros, such as `-0.5` or `1000`.
    ///
    /// Where the power of ten is beyond 1,000 either way, the digits are followed by `e` and that
    /// power instead.
    public var plainText: String {
        let sign = isNegative ? "-" : ""
        guard abs(exponent) <= 1_000 else {
            return "\(sign)\(digits)e\(exponent)"
        }
        guard exponent < 0 else {
            return digits.isEmpty ? "0" : sign + digits + String(repeating: "0", count: exponent)
        }
        let places = -exponent
        let padding = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count))
        let padded = padding + digits
        let point = padded.utf8.index(padded.utf8.endIndex, offsetBy: -places)
        return sign + padded[..<point] + "." + padded[point...]
    }
}
