import Redline

/// Renders the rows of a report as JSON objects, one a line; figures are not rounded.
///
/// Totals that are figures of their own stand in every row, as in CSV.
enum NDJSONReport {
    static func render(_ report: Report, to sink: ([UInt8]) throws -> Void) rethrows {
        let report = report.splitGrouping()
        var json = JSONWriter()
        let columns = report.columns + report.trailingColumns
        for row in report.rows {
            json.row(report.cellsWithTotals(row), columns)
            json.endLine()
            if json.bytes.count >= ReportFormat.pieceSize { try sink(json.takeBytes()) }
        }
        if !json.bytes.isEmpty { try sink(json.takeBytes()) }
    }
}
