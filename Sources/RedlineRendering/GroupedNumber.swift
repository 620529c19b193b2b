/// A number for people, with a comma between thousands: `1,234,567`.
public struct GroupedNumber: CustomStringConvertible, Sendable {
    /// The number as text.
    public let description: String

    /// Groups an integer.
    public init(_ value: some FixedWidthInteger) {
        description = Self.grouped(String(value))
    }

    /// Groups a number rounded to so many decimal places.
    ///
    /// A number that is too large to be rounded exactly keeps its own notation.
    public init(_ value: Double, places: Int) {
        description = FixedPoint.text(value, places: places).map(Self.grouped) ?? value.description
    }

    /// Groups the digits before the decimal point; other notations stay as they are.
    static func grouped(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let digits = text.dropFirst(sign.count).prefix { ("0"..."9").contains($0) }
        let rest = text[digits.endIndex...]
        guard digits.count > 3, rest.isEmpty || rest.hasPrefix(".") else { return text }
        var groups: [Substring] = []
        var remaining = digits
        while !remaining.isEmpty {
            groups.append(remaining.suffix(3))
            remaining = remaining.dropLast(3)
        }
        return sign + groups.reversed().joined(separator: ",") + rest
    }
}
