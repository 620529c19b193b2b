import Redline

extension SVGChart {
    /// Lines over time: one with its interval as a band, several with an interval at each point.
    var lines: (canvas: SVGCanvas, height: Double) {
        var canvas = SVGCanvas()
        let lines = drawnLines
        let points = lines.flatMap(\.drawn)
        let unit = chart.values.unit
        let plot = SVGPlot(ChartScale(Self.extent(points), unit: unit), unit)
        let first = points.map(\.position).min() ?? 0
        let last = points.map(\.position).max() ?? 1
        // One point alone stands in the middle.
        func share(_ position: Double) -> Double {
            last > first ? 0.02 + 0.96 * (position - first) / (last - first) : 0.5
        }
        plot.draw(
            chart.values,
            along: chart.positions.name,
            dates(points).map { (share($0.position), $0.label) },
            on: &canvas
        )
        if lines.count == 1 { band(lines[0], plot, share, on: &canvas) }
        for (index, line) in lines.enumerated() {
            let marker = SVGMarker(index: index)
            for run in line.points.split(separator: nil) {
                let corners = run.compactMap { $0 }.map {
                    (x: plot.x(share($0.position)), y: plot.y($0.value))
                }
                canvas.path(corners, dashes: marker.dashes, "line \(marker.kind)")
            }
            for point in line.drawn {
                let x = plot.x(share(point.position))
                let name = line.name.isEmpty ? "" : "\(line.name), "
                canvas.group(saying: "\(name)\(point.label): \(ChartSummary.figure(point, chart))")
                {
                    if lines.count > 1 { plot.whisker(point, at: x, on: &$0) }
                    marker.draw(x, plot.y(point.value), on: &$0)
                }
            }
        }
        let height = lines.count > 1 ? legend(lines, below: plot.bottom, on: &canvas) : plot.bottom
        return (canvas, height)
    }

    /// Some of the dates, so far apart that they can be read.
    private func dates(_ points: [Chart.Point]) -> [Chart.Point] {
        var seen: Set<Double> = []
        let dates = points.sorted { $0.position < $1.position }
            .filter { seen.insert($0.position).inserted }
        guard let first = dates.first, let last = dates.last, last.position > first.position else {
            return dates
        }
        let gap = (last.position - first.position) / 6
        var shown = [first]
        for date in dates.dropFirst() where date.position - (shown.last?.position ?? 0) >= gap {
            shown.append(date)
        }
        return shown
    }

    /// The area between the ends of the intervals, in runs of points that have both.
    private func band(
        _ line: Chart.Series,
        _ plot: SVGPlot,
        _ share: (Double) -> Double,
        on canvas: inout SVGCanvas
    ) {
        let runs = line.points.split { $0?.low == nil || $0?.high == nil }
        for run in runs {
            let points = run.compactMap { $0 }
            let upper = points.map {
                (x: plot.x(share($0.position)), y: plot.y($0.high ?? $0.value))
            }
            let lower = points.map {
                (x: plot.x(share($0.position)), y: plot.y($0.low ?? $0.value))
            }
            guard points.count > 1 else {
                // An area of no width is not seen.
                for point in points {
                    plot.whisker(point, at: plot.x(share(point.position)), on: &canvas)
                }
                continue
            }
            canvas.path(upper + lower.reversed(), isClosed: true, "band")
            canvas.path(upper, "edge")
            canvas.path(lower, "edge")
        }
    }

    /// Says which line is which, and returns where the drawing ends.
    private func legend(
        _ lines: [Chart.Series],
        below top: Double,
        on canvas: inout SVGCanvas
    ) -> Double {
        canvas.text(chart.seriesName, 32, top + 12)
        for (index, line) in lines.enumerated() {
            let y = top + 30 + Double(index) * 20
            let marker = SVGMarker(index: index)
            canvas.path([(32, y), (80, y)], dashes: marker.dashes, "line \(marker.kind)")
            marker.draw(56, y, on: &canvas)
            canvas.text(DisplayText.shortened(DisplayText.escaped(line.name), to: 84), 90, y + 4)
        }
        return top + 30 + Double(lines.count) * 20
    }
}
