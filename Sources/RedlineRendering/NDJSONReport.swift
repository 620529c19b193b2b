import Redline

/// Renders the rows of a report as JSON objects, one a line; figures are not rounded.
enum NDJSONReport {
    static func render(_ report: Report, to sink: ([UInt8]) throws -> Void) rethrows {
        let report = report.splitGrouping()
        var json = JSONWriter()
        for row in report.rows {
            json.row(row, report.columns)
            json.endLine()
            if json.bytes.count >= ReportFormat.pieceSize { try sink(json.takeBytes()) }
        }
        if !json.bytes.isEmpty { try sink(json.takeBytes()) }
    }
}
