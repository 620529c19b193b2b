/// A ratio as a percentage with one decimal place: `83.3 %`.
///
/// What is not quite nothing or everything never looks as if it were: `<0.1 %`, `>99.9 %`.
public struct Percent: CustomStringConvertible, Sendable {
    /// The percentage as text.
    public let description: String

    /// Makes the percentage of a ratio, where 1 is 100 %.
    public init(_ ratio: Double) {
        let percentage = ratio * 100
        let magnitude = percentage.magnitude
        if magnitude > 0, magnitude < 0.05 {
            description = percentage > 0 ? "<0.1 %" : ">-0.1 %"
        } else if magnitude >= 99.95, magnitude < 100 {
            description = percentage > 0 ? ">99.9 %" : "<-99.9 %"
        } else if let text = FixedPoint.text(percentage, places: 1) {
            description = "\(GroupedNumber.grouped(text)) %"
        } else {
            description = "\(percentage) %"
        }
    }
}
