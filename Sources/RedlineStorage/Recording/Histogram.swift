/// How many measured values fell below each of some bounds.
public struct Histogram: Sendable, Equatable {
    /// The upper bounds, rising; what lies above the last is counted as well.
    public let bounds: [Double]
    /// Values by the first bound that they do not exceed; one count more than bounds.
    public private(set) var counts: [Int]
    /// The sum of all values.
    public private(set) var sum = 0.0

    /// Makes an empty histogram.
    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Takes a value in.
    public mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
