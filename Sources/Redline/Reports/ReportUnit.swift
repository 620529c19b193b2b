/// What the cells of a report's column measure.
///
/// A closed list: a report file that names another unit is refused.
public enum ReportUnit: String, CaseIterable, Sendable {
    /// Words, names, content.
    case text
    /// An identifier: an owner, a workflow, a document.
    case id
    /// How many of something.
    case count
    /// A share between 0 and 1, or the difference of two.
    case ratio
    /// A time span in seconds.
    case seconds
    /// A time span in milliseconds.
    case milliseconds
    /// A length in Unicode code points.
    case characters
    /// A figure without a unit, such as a mean rating or a p-value.
    case score
    /// A calendar day in UTC.
    case date
    /// An instant in UTC.
    case timestamp
    /// A JSON value.
    case json

    /// The JSON type of the column's values, as a report's `type` member names it.
    public var jsonType: String {
        switch self {
        case .text, .id, .date, .timestamp: "string"
        case .count: "integer"
        case .ratio, .seconds, .milliseconds, .characters, .score: "number"
        case .json: "object"
        }
    }

    /// Whether the column holds figures, which are lined up at their right.
    public var isNumeric: Bool {
        switch self {
        case .count, .ratio, .seconds, .milliseconds, .characters, .score: true
        case .text, .id, .date, .timestamp, .json: false
        }
    }
}
