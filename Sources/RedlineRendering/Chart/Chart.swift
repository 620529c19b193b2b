import Redline

/// What a report's chart shows: the points, without a word on how they look.
struct Chart: Equatable {
    /// How the points are drawn.
    enum Form: Equatable {
        /// Lines over time, each point with its interval.
        case lines
        /// Bars with a whisker for the interval.
        case bars
        /// Points against the diagonal.
        case reliability
        /// One line, with its upper or lower bound.
        case curve
    }

    /// A row that has a figure to show.
    struct Point: Equatable {
        /// The place along the horizontal axis; days since 1970 over time, the bar's number for bars.
        var position: Double
        /// What the point is about.
        var label: String
        var value: Double
        var low: Double?
        var high: Double?
        var size: Double?
    }

    /// Points that belong together; nil where a row has nothing to show, which breaks the line.
    struct Series: Equatable {
        var name: String
        var points: [Point?]

        var drawn: [Point] { points.compactMap { $0 } }
    }

    var form: Form
    var title: String
    /// The column or grouping along the horizontal axis; for bars, what they are about.
    var positions: ReportColumn
    var values: ReportColumn
    /// What sizes the points.
    var sizes: ReportColumn?
    /// What tells the lines apart; empty where there is one.
    var seriesName: String
    var series: [Series]

    /// Whether there is anything to draw.
    var isEmpty: Bool { series.allSatisfy { $0.drawn.isEmpty } }

    /// All points, without the gaps.
    var points: [Point] { series.flatMap(\.drawn) }
}
