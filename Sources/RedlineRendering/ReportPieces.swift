import Redline

/// The parts of a report as pieces of a page, with the same figures as the table.
public struct ReportPieces {
    private let figures: ReportFigures
    private let report: Report

    /// Takes a report.
    public init(_ report: Report) {
        self.report = report
        figures = ReportFigures(report)
    }

    /// The drawing that the report declares, with its text alternative; nil where there is none, or
    /// nothing to draw.
    ///
    /// `id` tells it from others of the page.
    public func chart(id: String = "chart") -> HTML? {
        guard let chart = Chart(report), !chart.isEmpty else { return nil }
        return HTML(made: SVGChart(chart: chart).figure(id: id))
    }

    /// The rows and the totals below them; nil where there are no columns.
    ///
    /// Of more rows than `most`
    /// the first are given.
    public func table(most: Int = .max) -> HTML? {
        guard !figures.report.columns.isEmpty else { return nil }
        return HTML(made: HTMLReport.table(figures, most: most))
    }

    /// How many rows there are.
    public var rowCount: Int { figures.rows.count }

    /// Totals that are figures of their own; nil where there are none.
    public var totals: HTML? {
        figures.ownTotals.isEmpty ? nil : HTML(made: HTMLReport.totals(figures))
    }

    /// What the columns mean; nil where that is not known of any.
    public var definitions: HTML? {
        let columns = figures.report.columns + figures.ownTotalColumns
        let made = HTMLReport.definitions(columns)
        return made.isEmpty ? nil : HTML(made: made)
    }

    /// What one has to know of the answer: its size, its age, its limits, where it comes from.
    public var notes: String { figures.notes.joined(separator: " · ") }

    /// A cell as people read it.
    public static func figure(_ cell: ReportCell, _ unit: ReportUnit) -> String {
        cell.figure(unit)
    }
}
