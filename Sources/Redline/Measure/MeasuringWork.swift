/// What measuring a record costs at most, reckoned from sizes before anything is measured.
///
/// The unit is a step, of about a nanosecond of one core in a release build. The same texts always
/// give the same number, on every machine.
public struct MeasuringWork: Comparable, Sendable {
    /// The steps; `Int.max` stands for all that is more.
    public private(set) var steps: Int

    /// The most steps of a record that is measured at once; what takes more is measured later.
    public static let atOnceLimit = Self(steps: 5_000_000)

    /// No work at all.
    public static let none = Self(steps: 0)

    /// A number of steps.
    public init(steps: Int) {
        self.steps = steps
    }

    /// Whether the first is less work than the second.
    public static func < (a: Self, b: Self) -> Bool { a.steps < b.steps }

    /// Both, one after the other.
    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.add(b.steps)
        return sum
    }

    /// Takes so much from what is left, or nothing where there is not enough left.
    public mutating func spend(_ work: Self) -> Bool {
        guard work <= self else { return false }
        steps -= work.steps
        return true
    }

    /// Adds a product of sizes, times the steps that each of its units takes.
    mutating func add(_ factors: Int...) {
        var product = 1
        for factor in factors {
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: factor)
            product = isTooLarge ? .max : next
        }
        let (sum, isTooLarge) = steps.addingReportingOverflow(product)
        steps = isTooLarge ? .max : sum
    }
}
