import Redline
import RedlinePostgres

/// What a run of retention did.
public struct RetentionRun: Sendable, Equatable {
    /// When it began; nil for one that was not noted yet.
    public var startedAt: Timestamp?
    /// When it ended; nil where something broke it off.
    public var finishedAt: Timestamp?
    /// Who asked for it, as the audit trail names them.
    public var runBy = ""
    /// Weeks that were taken out.
    public var weeks = 0
    /// Weeks that somebody kept open for too long; they go with the next run.
    public var left = 0
    /// Records and roll-ups that were removed.
    public var removed = 0
    /// Interactions from which what was sent to tools and came back was removed.
    public var contents = 0
    /// The bytes that all of this took on the disk.
    public var freedBytes = 0

    init() {}

    init(_ row: Row) throws(PostgresError) {
        startedAt = try row["started_at"].timestamp
        finishedAt = try row["finished_at"].timestamp
        runBy = try row["run_by"].string ?? ""
        weeks = try row["weeks"].int ?? 0
        removed = try row["removed"].int ?? 0
        contents = try row["contents"].int ?? 0
        freedBytes = try row["freed_bytes"].int ?? 0
    }
}
