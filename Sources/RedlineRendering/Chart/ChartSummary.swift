import Redline

/// What a chart shows, in words: for who does not see it.
enum ChartSummary {
    /// How many series, or points that stand for themselves, are named.
    private static let most = 12

    static func text(_ chart: Chart) -> String {
        let what = "\(chart.values.name) by \(chart.positions.name)"
        guard !chart.isEmpty else { return "\(what): nothing to draw." }
        switch chart.form {
        case .lines: return lines(chart, what)
        case .bars: return bars(chart, what)
        case .reliability: return reliability(chart)
        case .curve: return curve(chart)
        }
    }

    /// A figure as people read it.
    static func figure(_ value: Double, _ unit: ReportUnit) -> String {
        let whole = Int64(exactly: value).map(ReportCell.integer)
        return (whole ?? .number("\(value)")).figure(unit)
    }

    /// A point's figure with its interval.
    static func figure(_ point: Chart.Point, _ chart: Chart) -> String {
        let value = figure(point.value, chart.values.unit)
        let low = point.low.map { figure($0, chart.values.unit) }
        let high = point.high.map { figure($0, chart.values.unit) }
        switch (low, high) {
        case (let low?, let high?): return "\(value) (\(low) to \(high))"
        case (nil, let high?): return "\(value) (at most \(high))"
        case (let low?, nil): return "\(value) (at least \(low))"
        case (nil, nil): return value
        }
    }

    private static func lines(_ chart: Chart, _ what: String) -> String {
        var parts = ["Lines of \(what)."]
        let series = chart.series.filter { !$0.drawn.isEmpty }
        for line in series.prefix(most) { parts.append(lines(line, chart)) }
        if series.count > most { parts.append("\(series.count - most) more lines.") }
        return parts.joined(separator: " ")
    }

    private static func lines(_ line: Chart.Series, _ chart: Chart) -> String {
        let points = line.drawn
        guard let first = points.first, let last = points.last,
            let least = points.min(by: { $0.value < $1.value }),
            let most = points.max(by: { $0.value < $1.value })
        else { return "" }
        func named(_ point: Chart.Point) -> String {
            "\(figure(point, chart)) on \(point.label)"
        }
        let name = line.name.isEmpty ? "" : "\(line.name): "
        return "\(name)first \(named(first)), last \(named(last)), lowest \(named(least)), "
            + "highest \(named(most)), of \(points.count) points."
    }

    private static func bars(_ chart: Chart, _ what: String) -> String {
        let bars = chart.points
        let shown = bars.prefix(most).map { "\($0.label): \(figure($0, chart))" }
        let rest = bars.count > most ? "; and \(bars.count - most) more" : ""
        return "\(bars.count) bars of \(what): \(shown.joined(separator: "; "))\(rest)."
    }

    private static func reliability(_ chart: Chart) -> String {
        let points = chart.points
        let shown = points.prefix(most * 2).map { point in
            let size = point.size.flatMap { size in
                chart.sizes.map { " (\($0.name) \(figure(size, $0.unit)))" }
            }
            return "\(figure(point.position, chart.positions.unit)): "
                + figure(point, chart) + (size ?? "")
        }
        return "\(chart.values.name) against \(chart.positions.name); on the diagonal both are the "
            + "same. \(shown.joined(separator: "; "))."
    }

    private static func curve(_ chart: Chart) -> String {
        let points = chart.points
        let step = max(1, (points.count - 1 + most - 1) / most)
        var shown = stride(from: 0, to: points.count, by: step).map { points[$0] }
        if let last = points.last, shown.last != last { shown.append(last) }
        let texts = shown.map { point in
            "\(figure(point.position, chart.positions.unit)): \(figure(point, chart))"
        }
        return "\(chart.values.name) over \(chart.positions.name): "
            + texts.joined(separator: "; ") + "."
    }
}
