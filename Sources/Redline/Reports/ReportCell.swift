/// One value of a report.
///
/// Numbers that are not plain integers keep the spelling that PostgreSQL gave them, so that nothing
/// is rounded on the way out and CSV has the bytes that psql prints.
public enum ReportCell: Hashable, Sendable {
    /// No value: SQL's NULL.
    case null
    /// Text, and everything that is written as text: identifiers, dates, timestamps.
    case text(String)
    /// An integer.
    case integer(Int64)
    /// Any other number, as PostgreSQL printed it, such as `0.8333333333333334` or `NaN`.
    case number(String)
    /// A truth value.
    case boolean(Bool)
    /// JSON text, as PostgreSQL's `json` and `jsonb` print it; it has to be valid JSON.
    case json(String)
}
