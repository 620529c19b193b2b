/// How a report is drawn: the kind of drawing, and the columns that it shows.
public struct ReportChart: Hashable, Sendable {
    /// The drawings that there are.
    public enum Kind: String, CaseIterable, Sendable {
        /// A line over a grouping of time, with its interval as a band; bars over other groupings.
        case trend
        /// A bar a row, the longest first.
        case bar
        /// What was said to be certain against what was right.
        case reliability
        /// A line through the rows, in their order.
        case curve
    }

    /// What a column is in the drawing.
    public enum Role: String, CaseIterable, Sendable {
        /// The horizontal place; the name of a bar.
        case x
        /// The vertical place; the length of a bar.
        case y
        /// The lower end of the interval of `y`.
        case low
        /// The upper end of the interval of `y`.
        case high
        /// How large a point is.
        case size
    }

    /// The kind of drawing.
    public var kind: Kind
    /// The names of the columns, by what they are in the drawing.
    public var columns: [Role: String]
    /// How many bars are drawn at most; nil where nothing was declared.
    public var top: Int?

    /// Makes a declaration of a drawing.
    public init(kind: Kind, columns: [Role: String], top: Int? = nil) {
        self.kind = kind
        self.columns = columns
        self.top = top
    }
}

extension ReportChart.Kind {
    /// The columns that the drawing cannot do without.
    public var required: [ReportChart.Role] {
        switch self {
        case .trend, .bar: [.y]
        case .reliability, .curve: [.x, .y]
        }
    }

    /// The columns that it can have besides.
    public var optional: [ReportChart.Role] {
        switch self {
        case .trend: [.low, .high]
        case .bar: [.x, .low, .high]
        case .reliability: [.low, .high, .size]
        case .curve: [.low, .high]
        }
    }
}
