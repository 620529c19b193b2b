import Redline

/// Renders a report's chart as a Vega-Lite specification (version 5) with its data in it.
///
/// The members of the data have the names of the report's columns; a notebook draws it as it is.
enum VegaLiteReport {
    static func render(_ report: Report, to sink: ([UInt8]) throws -> Void) rethrows {
        var json = JSONWriter()
        json.beginObject()
        json.member("$schema", "https://vega.github.io/schema/vega-lite/v5.json")
        json.member("title", report.title)
        json.name("usermeta")
        origin(of: report, to: &json)
        if let chart = Chart(report) {
            json.member("description", ChartSummary.text(chart))
            write(VegaLiteChart(chart: chart, declared: report.chart), to: &json)
        } else {
            // Nothing is declared: a drawing without a point.
            json.raw(#""data":{"values":[]},"mark":"point""#)
        }
        json.endObject()
        json.endLine()
        try sink(json.takeBytes())
    }

    private static func write(_ chart: VegaLiteChart, to json: inout JSONWriter) {
        json.name("width")
        json.integer(chart.chart.form == .reliability ? 400 : 600)
        if chart.chart.form != .bars {
            json.name("height")
            json.integer(chart.chart.form == .reliability ? 400 : 300)
        }
        json.name("data")
        json.beginObject()
        json.name("values")
        chart.writeValues(to: &json)
        json.endObject()
        json.name("layer")
        chart.writeLayers(to: &json)
    }

    /// What it takes to ask for the same again.
    private static func origin(of report: Report, to json: inout JSONWriter) {
        json.beginObject()
        json.member("report", report.name)
        json.name("parameters")
        json.beginObject()
        for parameter in report.parameters {
            json.name(parameter.name)
            json.value(parameter.value, .text)
        }
        json.endObject()
        json.member("data_through", report.dataThrough)
        json.name("redline_version")
        json.textOrNull(report.origin?.version)
        json.name("query_hash")
        json.textOrNull(report.origin?.queryHash)
        json.endObject()
    }
}

extension JSONWriter {
    /// Writes a member whose value is text.
    mutating func member(_ member: String, _ text: String) {
        name(member)
        string(text)
    }
}
