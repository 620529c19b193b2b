import Redline

/// A small line of a figure over time, with its interval as a band, beside which its figures stand.
public struct Sparkline: Sendable {
    /// One day or week of it.
    public struct Point: Sendable {
        /// What it is called.
        public let label: String
        /// The figure; nil where there is none, which breaks the line.
        public let value: Double?
        /// The lower end of its interval.
        public let low: Double?
        /// The upper end of its interval.
        public let high: Double?

        /// Creates a point.
        public init(label: String, value: Double?, low: Double? = nil, high: Double? = nil) {
            self.label = label
            self.value = value
            self.low = low
            self.high = high
        }
    }

    private let points: [Point]
    private let title: String

    private static let width = 240.0
    private static let height = 48.0
    private static let margin = 3.0

    /// Creates a line; `title` says what it is of.
    public init(_ points: [Point], title: String) {
        self.points = points
        self.title = title
    }

    /// The drawing, with a text in its place for those who do not see it; nil where there is nothing
    /// to draw.
    public func html(_ unit: ReportUnit) -> HTML? {
        let known = points.enumerated().filter { $0.element.value != nil }
        guard known.count > 1, let first = known.first, let last = known.last else { return nil }
        let values = points.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
        let bottom = min(0, values.min() ?? 0)
        let top = max(values.max() ?? 1, bottom + 1e-9)
        func place(_ index: Int, _ value: Double) -> (x: Double, y: Double) {
            let share = Double(index) / Double(max(1, points.count - 1))
            let rise = (value - bottom) / (top - bottom)
            return (
                Self.margin + share * (Self.width - 2 * Self.margin),
                Self.height - Self.margin - rise * (Self.height - 2 * Self.margin)
            )
        }
        var canvas = SVGCanvas()
        for stretch in stretches {
            let lows = stretch.compactMap { index in points[index].low.map { place(index, $0) } }
            let highs = stretch.compactMap { index in points[index].high.map { place(index, $0) } }
            if lows.count == stretch.count, highs.count == stretch.count, stretch.count > 1 {
                canvas.path(lows + highs.reversed(), isClosed: true, "band")
            }
            let line = stretch.compactMap { index in points[index].value.map { place(index, $0) } }
            if line.count > 1 {
                canvas.path(line, "line s0")
            } else if stretch.first != last.offset, let point = line.first {
                // A line of one point would not be seen.
                canvas.circle(point.x, point.y, radius: 1.5, "point")
            }
        }
        if let value = last.element.value {
            let end = place(last.offset, value)
            canvas.circle(end.x, end.y, radius: 2.5, "point")
        }
        func figure(_ point: Point) -> String {
            let cell: ReportCell = point.value.map { .number("\($0)") } ?? .null
            return "\(point.label) \(cell.figure(unit))"
        }
        let text = "\(title): \(figure(first.element)), \(figure(last.element))"
        let size = "0 0 \(SVGCanvas.length(Self.width)) \(SVGCanvas.length(Self.height))"
        return """
            <svg class="spark" role="img" aria-label="\(text)" viewBox="\(size)">
            \(HTML(made: canvas.elements))</svg>

            """
    }

    /// The places of figures without a gap between them.
    private var stretches: [[Int]] {
        var stretches: [[Int]] = [[]]
        for (index, point) in points.enumerated() {
            if point.value == nil {
                stretches.append([])
            } else {
                stretches[stretches.count - 1].append(index)
            }
        }
        return stretches.filter { !$0.isEmpty }
    }
}
