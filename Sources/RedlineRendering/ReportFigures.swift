import Redline

/// A report as people read it: its grouping taken apart, its cells as figures.
///
/// What the table, the markdown and the page have in common.
struct ReportFigures {
    let report: Report
    let rows: [[String]]
    /// The totals that stand under the columns of the rows.
    let totals: [String]?
    /// Totals that are figures of their own.
    let ownTotals: [(heading: String, figure: String)]

    /// The columns of `ownTotals`.
    var ownTotalColumns: [ReportColumn] { ownTotals.isEmpty ? [] : report.totalColumns }

    init(_ report: Report) {
        let report = report.splitGrouping()
        let columns = report.columns
        self.report = report
        rows = report.rows.map { Self.figures($0, columns) }
        guard let totals = report.totals else {
            self.totals = nil
            ownTotals = []
            return
        }
        let figures = Self.figures(totals, report.totalColumns)
        guard report.totalColumns == columns else {
            self.totals = nil
            ownTotals = Array(zip(report.totalColumns.map(\.heading), figures))
            return
        }
        var labelled = figures
        // A grouping has no total; where there is none, its column names the row.
        for index in labelled.indices.prefix(Self.keyCount(columns)) where totals[index] == .null {
            labelled[index] = index == 0 ? "total" : ""
        }
        self.totals = labelled
        ownTotals = []
    }

    /// How many leading columns name their row.
    var keyCount: Int { Self.keyCount(report.columns) }

    private static func keyCount(_ columns: [ReportColumn]) -> Int {
        let leading = columns.prefix { !$0.unit.isNumeric && $0.unit != .json }.count
        return min(max(leading, 1), 3, columns.count)
    }

    private static func figures(_ cells: [ReportCell], _ columns: [ReportColumn]) -> [String] {
        zip(cells, columns).map { cell, column in cell.figure(column.unit) }
    }

    /// What was asked: `from 2026-11-01`, `by day`; parameters without a value are left out.
    var question: [String] {
        report.parameters.compactMap { parameter in
            let value = parameter.value
            guard value != .null, value != .text("") else { return nil }
            return DisplayText.escaped("\(parameter.name) \(value.figure(.text))")
        }
    }

    /// What one has to know of the answer: its size, its age, its limits, and where it comes from.
    var notes: [String] {
        var notes = [
            rows.count == 1 ? "1 row" : "\(GroupedNumber(rows.count)) rows",
            DisplayText.escaped("data through \(TimestampText.short(report.dataThrough)) UTC"),
        ]
        if report.isTruncated { notes.append("truncated: there are more rows") }
        if !report.isExact { notes.append("percentiles within 1 %") }
        if let origin = report.origin {
            notes.append(DisplayText.escaped("redline \(origin.version)"))
            notes.append(DisplayText.escaped("query \(report.name) \(origin.queryHash)"))
        }
        return notes
    }
}
