/// What a report says about one of its columns.
public struct ReportColumn: Hashable, Sendable {
    /// The column's name: the same in SQL, CSV, JSON and tables.
    public var name: String
    /// What its cells measure.
    public var unit: ReportUnit
    /// What it means, in a sentence; empty where nothing was declared.
    public var summary: String

    /// Makes a column.
    public init(name: String, unit: ReportUnit, summary: String = "") {
        self.name = name
        self.unit = unit
        self.summary = summary
    }
}
