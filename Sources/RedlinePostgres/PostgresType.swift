/// The object ids of PostgreSQL's built-in types that are named here.
public enum PostgresType {
    /// `bool`.
    public static let bool: UInt32 = 16
    /// `bytea`.
    public static let bytea: UInt32 = 17
    /// `int8`.
    public static let int8: UInt32 = 20
    /// `int2`.
    public static let int2: UInt32 = 21
    /// `int4`.
    public static let int4: UInt32 = 23
    /// `text`.
    public static let text: UInt32 = 25
    /// `json`.
    public static let json: UInt32 = 114
    /// `float8`.
    public static let float8: UInt32 = 701
    /// `timestamptz`.
    public static let timestamptz: UInt32 = 1184
    /// `uuid`.
    public static let uuid: UInt32 = 2950
    /// `jsonb`.
    public static let jsonb: UInt32 = 3802

    /// The array type of an element type; nil of a type that is not named here.
    public static func array(of element: UInt32) -> UInt32? { arrays[element] }

    private static let arrays: [UInt32: UInt32] = [
        bool: 1000, bytea: 1001, int8: 1016, int2: 1005, int4: 1007, text: 1009, json: 199,
        float8: 1022, timestamptz: 1185, uuid: 2951, jsonb: 3807,
    ]

    /// Microseconds from the Unix epoch to PostgreSQL's, which is 2000-01-01.
    static let epochOffset: Int64 = 946_684_800_000_000

    /// Microseconds since 2000; what PostgreSQL cannot hold becomes a value that it refuses.
    static func sinceTwoThousand(_ microsecondsSinceEpoch: Int64) -> Int64 {
        let (value, overflow) = microsecondsSinceEpoch.subtractingReportingOverflow(epochOffset)
        // The extremes are PostgreSQL's infinities, which nobody asked for.
        return overflow || value == .min ? .min + 1 : value
    }
}
