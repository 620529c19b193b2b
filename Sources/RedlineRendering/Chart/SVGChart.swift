import Redline

/// Draws a chart as SVG, with its text alternative.
struct SVGChart {
    /// How many lines and bars are drawn; the table has all.
    static let mostLines = SVGMarker.count
    static let mostBars = 40

    /// The width of every drawing; the page makes it smaller where it must.
    static let width: Double = 720

    let chart: Chart

    /// The element, and below it what was left out; `id` tells it from others of the page.
    func figure(id: String = "chart") -> String {
        let drawing = drawing
        let caption = caption
        return """
            <figure>
            <svg role="img" aria-labelledby="\(id)-title \(id)-text" \
            viewBox="0 0 \(SVGCanvas.length(Self.width)) \(SVGCanvas.length(drawing.height))" \
            width="\(SVGCanvas.length(Self.width))" height="\(SVGCanvas.length(drawing.height))">
            <title id="\(id)-title">\(Markup.escaped(title))</title>
            <desc id="\(id)-text">\(Markup.escaped(ChartSummary.text(chart)))</desc>
            \(drawing.canvas.elements)</svg>
            <figcaption>\(Markup.escaped(caption))</figcaption>
            </figure>

            """
    }

    private var title: String { "\(chart.title): \(chart.values.name) by \(chart.positions.name)" }

    private var drawing: (canvas: SVGCanvas, height: Double) {
        switch chart.form {
        case .lines: lines
        case .bars: bars
        case .reliability: reliability
        case .curve: curve
        }
    }

    /// What the drawing shows and how to read it.
    private var caption: String {
        var parts = ["\(chart.values.name) by \(chart.positions.name)"]
        let hasInterval = chart.points.contains { $0.low != nil || $0.high != nil }
        switch chart.form {
        case .lines where hasInterval:
            parts.append(drawnLines.count == 1 ? "band: its interval" : "thin lines: its intervals")
        case .bars where hasInterval: parts.append("thin lines: its intervals")
        case .reliability:
            parts.append("dashed: where both are the same")
            if let sizes = chart.sizes { parts.append("larger points: more \(sizes.name)") }
        case .curve where hasInterval: parts.append("dashed: its bound")
        default: break
        }
        let drawn = chart.form == .lines ? drawnLines.count : drawnBars.count
        let all = chart.form == .lines ? lineCount : chart.points.count
        if [.lines, .bars].contains(chart.form), drawn < all {
            let things = chart.form == .lines ? "lines" : "bars"
            parts.append(
                "\(drawn) of \(GroupedNumber(all)) \(things); the table has all"
            )
        }
        return parts.joined(separator: " · ")
    }

    private var lineCount: Int { chart.series.count { !$0.drawn.isEmpty } }

    /// The lines with the most points, in their order.
    var drawnLines: [Chart.Series] {
        let lines = chart.series.filter { !$0.drawn.isEmpty }
        let longest = lines.enumerated().sorted { a, b in
            (b.element.drawn.count, a.offset) < (a.element.drawn.count, b.offset)
        }
        return longest.prefix(Self.mostLines).sorted { $0.offset < $1.offset }.map(\.element)
    }

    var drawnBars: [Chart.Point] { Array(chart.points.prefix(Self.mostBars)) }

    /// Every figure that has to be on the vertical axis.
    static func extent(_ points: [Chart.Point]) -> [Double] {
        points.flatMap { [$0.value] + [$0.low, $0.high].compactMap { $0 } }
    }

    /// The room that a text of this size takes, about.
    static func width(of text: String) -> Double { Double(DisplayText.width(of: text)) * 7 }
}
