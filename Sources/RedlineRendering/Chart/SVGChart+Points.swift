import Redline

extension SVGChart {
    /// What was said to be certain against what was right: on the diagonal both are the same.
    var reliability: (canvas: SVGCanvas, height: Double) {
        var canvas = SVGCanvas()
        let points = chart.points
        let side: Double = 380
        let plot = SVGPlot(
            square(Self.extent(points)),
            chart.values.unit,
            width: side,
            height: side
        )
        let across = square(points.map(\.position))
        plot.draw(chart.values, along: chart.positions.name, marks(across), on: &canvas)
        // Both axes may span more than shares, where a figure is beyond them.
        let ends = [max(across.low, plot.vertical.low), min(across.high, plot.vertical.high)]
        canvas.path(
            ends.map { (x: plot.x(across.place($0)), y: plot.y($0)) },
            dashes: "6 4",
            "axis"
        )
        let largest = points.compactMap(\.size).max() ?? 0
        for point in points {
            let x = plot.x(across.place(point.position))
            let size = point.size.flatMap { size in
                chart.sizes.map { ", \($0.name) \(ChartSummary.figure(size, $0.unit))" }
            }
            let title = "\(point.label): \(ChartSummary.figure(point, chart))\(size ?? "")"
            canvas.group(saying: title) {
                plot.whisker(point, at: x, on: &$0)
                // The area says how many.
                let share = largest > 0 ? max(point.size ?? 0, 0) / largest : 0
                $0.circle(x, plot.y(point.value), radius: 3 + 11 * share.squareRoot(), "point")
            }
        }
        return (canvas, plot.bottom)
    }

    /// One line over a share, with its bound as a second one.
    var curve: (canvas: SVGCanvas, height: Double) {
        var canvas = SVGCanvas()
        let points = chart.points
        let unit = chart.values.unit
        let plot = SVGPlot(ChartScale(Self.extent(points), unit: unit), unit)
        let across = ChartScale(points.map(\.position), unit: chart.positions.unit)
        plot.draw(chart.values, along: chart.positions.name, marks(across), on: &canvas)
        func place(_ point: Chart.Point, _ value: Double) -> (x: Double, y: Double) {
            (plot.x(across.place(point.position)), plot.y(value))
        }
        for run in chart.series.flatMap({ $0.points.split(separator: nil) }) {
            let points = run.compactMap { $0 }
            let bounds = [points.map { $0.high }, points.map { $0.low }]
            for bound in bounds where bound.contains(where: { $0 != nil }) {
                let edge = zip(points, bound).map { place($0, $1 ?? $0.value) }
                let line = points.map { place($0, $0.value) }
                canvas.path(edge + line.reversed(), isClosed: true, "band")
                canvas.path(edge, dashes: "6 4", "edge")
            }
            canvas.path(points.map { place($0, $0.value) }, "line s0")
        }
        // Many points would hide the line; pointing at the place of one still says what it is.
        for point in points {
            let at = place(point, point.value)
            canvas.group(saying: "\(point.label): \(ChartSummary.figure(point, chart))") {
                $0.circle(at.x, at.y, radius: points.count > 40 ? 1.5 : 3, "point")
            }
        }
        return (canvas, plot.bottom)
    }

    /// Nothing to everything, and further where a figure is.
    private func square(_ figures: [Double]) -> ChartScale {
        ChartScale(figures + [0, 1], unit: chart.values.unit)
    }

    private func marks(_ scale: ChartScale) -> [(share: Double, label: String)] {
        scale.ticks.map { (scale.place($0), scale.label($0, chart.positions.unit)) }
    }
}
