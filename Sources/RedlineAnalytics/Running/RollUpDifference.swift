/// A figure that the roll-ups have otherwise than the records.
public struct RollUpDifference: Sendable, Equatable, CustomStringConvertible {
    /// The report that shows it.
    public let report: String
    /// How the report was grouped, or what it compared.
    public let grouping: String
    /// The row: the values of the grouping and of what names the row besides.
    public let row: String
    /// The column; `row` where the whole row is missing on one side.
    public let column: String
    /// What the roll-ups have; nil for nothing.
    public let rolledUp: String?
    /// What the records give, counted afresh; nil for nothing.
    public let counted: String?

    /// One line for people.
    public var description: String {
        "\(report) by \(grouping), \(row): \(column) is \(rolledUp ?? "nothing") in the roll-ups "
            + "and \(counted ?? "nothing") in the records"
    }
}
