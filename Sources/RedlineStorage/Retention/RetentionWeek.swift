import RedlinePostgres

/// A week of records of which something is past its time.
public struct RetentionWeek: Sendable, Equatable {
    /// `export`, `interaction` or `tool_content`.
    public let kind: String
    /// The Monday on which it begins.
    public let week: String
    /// Rows that go.
    public let gone: Int
    /// Rows that stay: they came late, their owner is on hold, or has a longer time.
    public let stay: Int
    /// What it takes on the disk.
    public let bytes: Int

    /// Whether a run takes it out now: where more of its records will soon be past their time than
    /// are now, it waits for them.
    public let isDue: Bool

    init?(_ row: Row) throws(PostgresError) {
        guard let kind = try row["kind"].string, let week = try row["week"].string,
            let gone = try row["gone"].int, let stay = try row["stay"].int,
            let isDue = try row["is_due"].bool
        else { return nil }
        self.kind = kind
        self.week = week
        self.gone = gone
        self.stay = stay
        self.isDue = isDue
        bytes = try row["bytes"].int ?? 0
    }
}
