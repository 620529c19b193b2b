import RedlinePostgres

/// Why the schema could not be brought up to date.
public enum MigrationError: Error {
    /// The database has been migrated by a newer redline.
    case databaseIsNewer(database: Int, known: Int)
    /// A migration failed; nothing of it stays.
    case failed(migration: String, cause: PostgresError)
    /// A migration gave up waiting for tables that others use; nothing of it stays.
    case blocked(migration: String, seconds: Int)
}

extension MigrationError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .databaseIsNewer(let database, let known):
            "the database is at migration \(database), this redline knows \(known): "
                + "use a newer redline"
        case .failed(let migration, let cause) where cause.sqlState == "42501":
            "migration \(migration) failed: \(cause). The database role needs the right CREATEROLE, "
                + "or the roles redline_* have to be there and granted to it with admin option"
        case .failed(let migration, let cause):
            "migration \(migration) failed: \(cause)"
        case .blocked(let migration, let seconds):
            "migration \(migration) found its tables in use for \(seconds) seconds, and nothing of "
                + "it stays: run redline migrate again when no long transaction is open "
                + "(pg_stat_activity shows them)"
        }
    }
}
