import Redline

/// A chart in the words of Vega-Lite.
struct VegaLiteChart {
    let chart: Chart
    let declared: ReportChart?

    /// The names of the members; the columns' own where a column stands behind them.
    private var position: String { chart.form == .bars ? "label" : chart.positions.name }
    private var low: String { declared?.columns[.low] ?? "low" }
    private var high: String { declared?.columns[.high] ?? "high" }
    private var hasLow: Bool { declared?.columns[.low] != nil }
    private var hasHigh: Bool { declared?.columns[.high] != nil }
    private var hasSeries: Bool { chart.form == .lines && !chart.seriesName.isEmpty }

    // MARK: - Data

    func writeValues(to json: inout JSONWriter) {
        json.beginArray()
        for series in chart.series {
            for point in series.drawn {
                json.beginObject()
                if chart.form == .lines || chart.form == .bars {
                    json.member(position, point.label)
                } else {
                    json.name(position)
                    json.number(point.position)
                }
                if hasSeries { json.member("series", series.name) }
                write(chart.values.name, point.value, to: &json)
                if hasLow { write(low, point.low, to: &json) }
                if hasHigh { write(high, point.high, to: &json) }
                if let sizes = chart.sizes { write(sizes.name, point.size, to: &json) }
                json.endObject()
            }
        }
        json.endArray()
    }

    private func write(_ name: String, _ value: Double?, to json: inout JSONWriter) {
        json.name(name)
        guard let value else { return json.null() }
        if let whole = Int64(exactly: value) { json.integer(whole) } else { json.number(value) }
    }

    // MARK: - Layers

    func writeLayers(to json: inout JSONWriter) {
        json.beginArray()
        switch chart.form {
        case .lines:
            writeInterval(hasSeries ? #"{"type":"rule"}"# : band, to: &json)
            layer(#"{"type":"line","point":true}"#, horizontal: time, to: &json)
        case .bars:
            layer(#"{"type":"bar"}"#, isUpright: false, horizontal: "", to: &json)
            writeInterval(#"{"type":"rule"}"#, to: &json)
        case .reliability:
            json.raw(
                """
                {"data":{"values":[{"x":0,"y":0},{"x":1,"y":1}]},\
                "mark":{"type":"line","strokeDash":[6,4],"color":"gray"},"encoding":{\
                "x":{"field":"x","type":"quantitative"},"y":{"field":"y","type":"quantitative"}}}
                """
            )
            writeInterval(#"{"type":"rule"}"#, to: &json)
            layer(#"{"type":"point","filled":true}"#, horizontal: figures, to: &json)
        case .curve:
            writeInterval(band, to: &json)
            layer(#"{"type":"line"}"#, horizontal: figures, to: &json)
        }
        json.endArray()
    }

    private var band: String { #"{"type":"area","opacity":0.25}"# }

    /// Days are those of UTC, wherever the notebook runs.
    private var time: String { #""type":"temporal","scale":{"type":"utc"}"# }

    private var figures: String { #""type":"quantitative""# + format(chart.positions.unit) }

    /// The layer of the interval, from its lower end (or the figure) to its upper one.
    private func writeInterval(_ mark: String, to json: inout JSONWriter) {
        guard hasLow || hasHigh else { return }
        let horizontal = chart.form == .lines ? time : figures
        layer(
            mark,
            isUpright: chart.form != .bars,
            horizontal: horizontal,
            isInterval: true,
            to: &json
        )
    }

    private func layer(
        _ mark: String,
        isUpright: Bool = true,
        horizontal: String,
        isInterval: Bool = false,
        to json: inout JSONWriter
    ) {
        json.beginObject()
        json.name("mark")
        json.raw(mark)
        json.name("encoding")
        json.beginObject()
        json.name(isUpright ? "x" : "y")
        json.beginObject()
        json.member("field", position)
        json.member("title", chart.positions.name)
        // Bars stay in the order of the report.
        let place = isUpright ? horizontal : #""type":"nominal","sort":null"#
        json.raw(place)
        json.endObject()
        writeLength(isUpright ? "y" : "x", isInterval: isInterval, to: &json)
        if hasSeries { writeSeries(isInterval: isInterval, to: &json) }
        if let sizes = chart.sizes, !isInterval {
            json.name("size")
            json.beginObject()
            json.member("field", sizes.name)
            json.member("type", "quantitative")
            json.endObject()
        }
        json.endObject()
        json.endObject()
    }

    private func writeLength(_ axis: String, isInterval: Bool, to json: inout JSONWriter) {
        json.name(axis)
        json.beginObject()
        json.member("field", isInterval && hasLow ? low : chart.values.name)
        json.member("title", chart.values.name)
        json.raw(#""type":"quantitative""# + format(chart.values.unit))
        json.endObject()
        guard isInterval else { return }
        json.name("\(axis)2")
        json.beginObject()
        json.member("field", hasHigh ? high : chart.values.name)
        json.endObject()
    }

    /// Lines are told apart by dashes and points as well as by colour.
    private func writeSeries(isInterval: Bool, to json: inout JSONWriter) {
        for channel in isInterval ? ["color"] : ["color", "strokeDash", "shape"] {
            json.name(channel)
            json.beginObject()
            json.member("field", "series")
            json.member("type", "nominal")
            json.member("title", chart.seriesName)
            json.endObject()
        }
    }

    private func format(_ unit: ReportUnit) -> String {
        unit == .ratio ? #","axis":{"format":".0%"}"# : ""
    }
}
