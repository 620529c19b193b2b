/// A rate with its 95 % interval, all three 0 to 1: a report's `..._rate`, `..._low` and
/// `..._high`.
public struct Rate: Hashable, Sendable {
    /// The rate itself.
    public let value: Double
    /// The lower end of the interval.
    public let low: Double
    /// The upper end of the interval.
    public let high: Double

    /// A rate and the interval around it.
    public init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }
}
