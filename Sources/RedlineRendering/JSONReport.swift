import Redline

/// Renders a report as one JSON object; figures are not rounded.
enum JSONReport {
    static func render(_ report: Report, to sink: ([UInt8]) throws -> Void) rethrows {
        let report = report.splitGrouping()
        var json = JSONWriter()
        json.beginObject()
        json.name("report")
        json.string(report.name)
        json.name("title")
        json.string(report.title)
        writeParameters(of: report, to: &json)
        writeColumns(of: report, to: &json)
        json.name("rows")
        json.beginArray()
        for row in report.rows {
            json.row(row, report.columns)
            if json.bytes.count >= ReportFormat.pieceSize { try sink(json.takeBytes()) }
        }
        json.endArray()
        json.name("totals")
        if let totals = report.totals {
            json.row(totals, report.totalColumns)
        } else {
            json.null()
        }
        json.name("truncated")
        json.boolean(report.isTruncated)
        json.name("exact")
        json.boolean(report.isExact)
        json.name("data_through")
        json.string(report.dataThrough)
        json.name("generated_at")
        json.string(report.generatedAt)
        json.name("redline_version")
        json.textOrNull(report.origin?.version)
        json.name("query_hash")
        json.textOrNull(report.origin?.queryHash)
        json.endObject()
        json.endLine()
        try sink(json.takeBytes())
    }

    private static func writeParameters(of report: Report, to json: inout JSONWriter) {
        json.name("parameters")
        json.beginObject()
        for parameter in report.parameters {
            json.name(parameter.name)
            json.value(parameter.value, .text)
        }
        json.endObject()
    }

    private static func writeColumns(of report: Report, to json: inout JSONWriter) {
        json.name("columns")
        json.beginArray()
        for column in report.columns {
            json.beginObject()
            json.name("name")
            json.string(column.name)
            json.name("type")
            json.string(column.unit.jsonType)
            json.name("unit")
            json.string(column.unit.rawValue)
            json.name("description")
            json.string(column.summary)
            json.endObject()
        }
        json.endArray()
    }
}
