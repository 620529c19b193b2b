/// What a report's parameter can hold.
public enum ReportParameterType: String, CaseIterable, Sendable {
    /// A calendar day.
    case date
    /// Any text without U+0000.
    case text
    /// A whole number of 32 bits.
    case integer
    /// A decimal number.
    case number
    /// `true` or `false`.
    case boolean
    /// An instant, in UTC.
    case timestamp

    /// The casts that a use of the parameter may carry, `:'name'::CAST`; the first is the usual one.
    ///
    /// A timestamp without a zone is left out: PostgreSQL would read it in the session's zone.
    public var casts: [String] {
        switch self {
        case .date: ["date"]
        case .text: ["text"]
        case .integer: ["integer", "int", "int4"]
        case .number: ["numeric", "double precision", "float8"]
        case .boolean: ["boolean", "bool"]
        case .timestamp: ["timestamptz", "timestamp with time zone"]
        }
    }
}
