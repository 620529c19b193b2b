/// A report's answer: what was asked, the figures, and how far they can be trusted.
///
/// A value without any way back to the database; every output format is made from it.
public struct Report: Equatable, Sendable {
    /// The report's name, such as `editing_rate`.
    public var name: String
    /// Its title for people.
    public var title: String
    /// What it answers and how to read it; may be empty.
    public var summary: String
    /// What it was asked with, in the order of declaration.
    public var parameters: [ReportParameterValue]
    /// Its columns.
    public var columns: [ReportColumn]
    /// Its rows, with one cell for every column.
    public var rows: [[ReportCell]]
    /// The figures over all rows, with one cell for every one of `totalColumns`.
    public var totals: [ReportCell]?
    /// The columns of `totals`: those of the rows, unless the totals are figures of their own.
    public var totalColumns: [ReportColumn]
    /// How it is drawn; nil where its file declares no chart.
    public var chart: ReportChart?
    /// Where it comes from; nil where it was not made from a file.
    public var origin: ReportOrigin?
    /// Whether there were more rows than are given.
    public var isTruncated: Bool
    /// Whether every percentile comes from the raw values rather than from a histogram.
    public var isExact: Bool
    /// The time up to which every recorded change is in the figures, in RFC 3339.
    public var dataThrough: String
    /// When the report was made, in RFC 3339.
    public var generatedAt: String

    /// Makes a report.
    ///
    /// Without `totalColumns`, the totals stand under the report's own columns.
    public init(
        name: String,
        title: String,
        summary: String = "",
        parameters: [ReportParameterValue] = [],
        columns: [ReportColumn],
        rows: [[ReportCell]],
        totals: [ReportCell]? = nil,
        totalColumns: [ReportColumn]? = nil,
        chart: ReportChart? = nil,
        origin: ReportOrigin? = nil,
        isTruncated: Bool = false,
        isExact: Bool = true,
        dataThrough: String,
        generatedAt: String
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.parameters = parameters
        self.columns = columns
        self.rows = rows
        self.totals = totals
        self.totalColumns = totalColumns ?? columns
        self.chart = chart
        self.origin = origin
        self.isTruncated = isTruncated
        self.isExact = isExact
        self.dataThrough = dataThrough
        self.generatedAt = generatedAt
    }
}
