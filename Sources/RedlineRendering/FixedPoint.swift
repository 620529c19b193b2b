/// Decimal notation with a given number of places, the same in every locale.
enum FixedPoint {
    /// The value rounded to so many decimal places; nil where it is too large to be rounded exactly
    /// or not finite.
    static func text(_ value: Double, places: Int) -> String? {
        var scale: Double = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9_007_199_254_740_992 else { return nil }
        let digits = String(Int64(scaled))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}
