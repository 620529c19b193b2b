import Redline

extension SVGChart {
    /// Bars that lie below one another, each with its name before it and its figure behind it.
    var bars: (canvas: SVGCanvas, height: Double) {
        var canvas = SVGCanvas()
        let bars = drawnBars
        let unit = chart.values.unit
        let names = bars.map { DisplayText.shortened(DisplayText.escaped($0.label), to: 36) }
        let figures = bars.map { ChartSummary.figure($0.value, unit) }
        let left = 16 + (names.map(Self.width).max() ?? 0)
        let right = 16 + (figures.map(Self.width).max() ?? 0)
        let room = Self.width - left - right
        let scale = ChartScale(Self.extent(bars), unit: unit, steps: 4)
        func x(_ value: Double) -> Double { left + room * scale.place(value) }

        let top: Double = 12
        let step: Double = 22
        let bottom = top + Double(bars.count) * step
        for tick in scale.ticks {
            canvas.line(x(tick), top, x(tick), bottom, "grid")
            canvas.text(scale.label(tick, unit), x(tick), bottom + 18, .middle)
        }
        for (index, bar) in bars.enumerated() {
            let y = top + Double(index) * step
            let length = abs(x(bar.value) - x(0))
            canvas.group(saying: "\(bar.label): \(ChartSummary.figure(bar, chart))") {
                $0.text(names[index], left - 8, y + 15, .end)
                $0.rectangle(min(x(0), x(bar.value)), y + 4, width: length, height: 14, "bar")
                if bar.low != nil || bar.high != nil {
                    let ends = [bar.low ?? bar.value, bar.high ?? bar.value].map(x)
                    $0.line(ends[0], y + 11, ends[1], y + 11, "whisker")
                    for end in ends { $0.line(end, y + 7, end, y + 15, "whisker") }
                }
                $0.text(figures[index], Self.width - 4, y + 15, .end)
            }
        }
        canvas.line(x(0), top, x(0), bottom, "axis")
        canvas.text(chart.values.name, left + room / 2, bottom + 38, .middle)
        return (canvas, bottom + 46)
    }
}
