import Redline

/// The axes of a drawing with two of them.
struct SVGPlot {
    let left: Double
    let top: Double
    let width: Double
    let height: Double
    let vertical: ChartScale

    /// The height of the drawing, the words below the axis included.
    var bottom: Double { top + height + 44 }

    init(_ vertical: ChartScale, _ unit: ReportUnit, width: Double? = nil, height: Double = 260) {
        let labels = vertical.ticks.map { SVGChart.width(of: vertical.label($0, unit)) }
        left = 32 + (labels.max() ?? 0)
        top = 12
        self.width = width ?? SVGChart.width - left - 24
        self.height = height
        self.vertical = vertical
    }

    func y(_ value: Double) -> Double { top + height * (1 - vertical.place(value)) }

    func x(_ share: Double) -> Double { left + width * share }

    /// Draws both axes with their marks and names.
    func draw(
        _ values: ReportColumn,
        along positions: String,
        _ marks: [(share: Double, label: String)],
        on canvas: inout SVGCanvas
    ) {
        for tick in vertical.ticks {
            canvas.line(left, y(tick), left + width, y(tick), "grid")
            canvas.text(vertical.label(tick, values.unit), left - 6, y(tick) + 4, .end)
        }
        canvas.line(left, top, left, top + height, "axis")
        canvas.line(left, y(vertical.low), left + width, y(vertical.low), "axis")
        for mark in marks {
            canvas.line(x(mark.share), top + height, x(mark.share), top + height + 5, "axis")
            canvas.text(mark.label, x(mark.share), top + height + 19, .middle)
        }
        canvas.text(values.name, 12, top + height / 2, .middle, isTurned: true)
        canvas.text(positions, left + width / 2, top + height + 38, .middle)
    }

    /// An upright interval around a point.
    func whisker(_ point: Chart.Point, at x: Double, on canvas: inout SVGCanvas) {
        guard point.low != nil || point.high != nil else { return }
        let low = y(point.low ?? point.value)
        let high = y(point.high ?? point.value)
        canvas.line(x, low, x, high, "whisker")
        for end in [low, high] { canvas.line(x - 3, end, x + 3, end, "whisker") }
    }
}
