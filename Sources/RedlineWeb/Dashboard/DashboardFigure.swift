import Redline
import RedlineRendering

/// One figure of the dashboard with its interval, its trend, and the report that it is from.
struct DashboardFigure {
    let title: String
    let explanation: String
    /// The report that the figure is from.
    let report: String
    let unit: ReportUnit
    var value: Double?
    var low: Double?
    var high: Double?
    /// Of how many.
    var of: String?
    var trend: [Sparkline.Point] = []

    /// A rate of independent trials, with its interval.
    mutating func take(_ successes: Int, of trials: Int, named name: String) {
        of = Words.Dashboard.of("\(GroupedNumber(trials))", name)
        guard let rate = Wilson.rate(successes, of: trials) else { return }
        (value, low, high) = (rate.value, rate.low, rate.high)
    }

    /// The figure on its card; `question` leads to the report of the same selection.
    func card(_ question: [(String, String)]) -> HTML {
        let link = Link("/reports/\(report)", question).address
        let of: HTML? = of.map { "<p class=\"note small\">\($0)</p>\n" }
        return """
            <li class="card"><h2><a href="\(link)">\(title)</a></h2>
            <p class="value">\(text(value))</p>
            \(interval)\(of)\
            \(Sparkline(trend, title: title).html(unit))\
            <p class="note small">\(explanation)</p>
            \(table)</li>

            """
    }

    private var interval: HTML? {
        guard let low, let high else { return nil }
        return "<p class=\"note small\">\(Words.Dashboard.interval(text(low), text(high)))</p>\n"
    }

    /// What the line shows, as figures.
    private var table: HTML? {
        let known = trend.filter { $0.value != nil }
        guard !known.isEmpty else { return nil }
        let hasInterval = known.contains { $0.low != nil }
        let rows = known.map { point -> HTML in
            let interval: HTML? =
                hasInterval
                ? """
                <td class="figure">\(text(point.low))</td><td class="figure">\(text(point.high))</td>
                """ : nil
            return """
                <tr><th scope="row">\(point.label)</th><td class="figure">\(text(point.value))</td>\
                \(interval)</tr>

                """
        }
        let heads: HTML? =
            hasInterval
            ? """
            <th scope="col" class="figure">\(Words.Dashboard.low)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.high)</th>
            """ : nil
        return """
            <details class="small"><summary>\(Words.Dashboard.days)</summary>
            <table><thead><tr><th scope="col">\(Words.Dashboard.day)</th>\
            <th scope="col" class="figure">\(Words.Dashboard.figure)</th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody></table></details>

            """
    }

    private func text(_ value: Double?) -> String {
        guard let value else { return ReportPieces.figure(.null, unit) }
        let whole = unit == .count ? Int64(exactly: value) : nil
        return ReportPieces.figure(whole.map { .integer($0) } ?? .number("\(value)"), unit)
    }
}
