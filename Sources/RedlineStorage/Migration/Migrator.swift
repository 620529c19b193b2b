import Redline
import RedlinePostgres

/// Brings the schema of a database up to date.
public struct Migrator: Sendable {
    /// One step of the schema, as its file has it.
    public struct Migration: Sendable {
        /// Its place in the order.
        public let number: Int
        /// The file's name, without its ending.
        public let name: String
        /// The file.
        public let sql: String
    }

    /// A migration and when it was applied.
    public struct Status: Sendable {
        /// The migration's name.
        public let name: String
        /// When it was applied; nil where it is still to come.
        public let appliedAt: String?
    }

    /// The migrations that this redline knows, in order.
    public let migrations: [Migration]
    private let patience: MigrationPatience

    /// Creates a migrator of the migrations that are compiled in.
    public init() {
        patience = .standard
        migrations = EmbeddedMigrations.files.map { file in
            let name = String(file.name.dropLast(".sql".count))
            return Migration(number: Int(name.prefix(6)) ?? 0, name: name, sql: file.text)
        }
    }

    /// Creates a migrator of other migrations, in order.
    init(_ migrations: [Migration], patience: MigrationPatience = .standard) {
        self.migrations = migrations
        self.patience = patience
    }

    private static let prepare = """
        create schema if not exists redline;
        create table if not exists redline.migration (
          number integer primary key,
          name text not null,
          applied_at timestamptz not null default now()
        );
        """

    /// Applies what is missing, each migration in a transaction of its own.
    ///
    /// Several may run at once: each waits for the other and finds nothing left to do. Others may
    /// read and write meanwhile: a migration that does not get a table soon steps back, so that
    /// nobody queues behind it for long, and tries again.
    ///
    /// - Parameters:
    ///   - connection: As whom and where.
    ///   - last: The number of the last migration to apply.
    ///   - waiting: Is told the name of a migration that has to step back, once.
    ///   - progress: Is told the name of each migration that was applied.
    /// - Returns: The names of the migrations that were applied now.
    /// - Throws: `MigrationError` where the database is newer than this redline, or a migration
    ///   fails or finds its tables in use for too long; nothing of that migration stays.
    public func migrate(
        on connection: Connection,
        through last: Int = .max,
        waiting: (String) -> Void = { _ in },
        progress: (String) -> Void = { _ in }
    ) async throws -> [String] {
        var applied: [String] = []
        try await locked(on: connection) { connection in
            try connection.executeScript(Self.prepare)
        }
        try await refuseNewer(on: connection)
        for migration in migrations where migration.number <= last {
            let isNew = try await apply(migration, on: connection, waiting)
            if isNew {
                applied.append(migration.name)
                progress(migration.name)
            }
        }
        if last == .max { try await connection.run(.makePartitionsAhead) }
        return applied
    }

    /// Applies a migration, if need be at the second or a later try.
    private func apply(
        _ migration: Migration,
        on connection: Connection,
        _ waiting: (String) -> Void
    ) async throws -> Bool {
        let start = ContinuousClock.now
        var isFirst = true
        while true {
            do {
                return try await attempt(migration, on: connection)
            } catch let error as PostgresError {
                guard error.meansThatOthersAreInTheWay else {
                    throw MigrationError.failed(migration: migration.name, cause: error)
                }
            }
            guard ContinuousClock.now - start < patience.total else {
                let seconds = Int(patience.total.components.seconds)
                throw MigrationError.blocked(migration: migration.name, seconds: seconds)
            }
            if isFirst { waiting(migration.name) }
            isFirst = false
            try await Task.sleep(for: patience.pause)
        }
    }

    private func attempt(_ migration: Migration, on connection: Connection) async throws -> Bool {
        try await locked(on: connection) { connection in
            let known = try connection.execute(
                "select from redline.migration where number = $1",
                [.integer(migration.number)]
            )
            guard known.isEmpty else { return false }
            // The row first: it says who is at work to whoever looks.
            try connection.execute(
                "insert into redline.migration (number, name) values ($1, $2)",
                [.integer(migration.number), .text(migration.name)]
            )
            try connection.executeScript(migration.sql)
            return true
        }
    }

    /// One migrator at a time in a database.
    private func locked<Value: Sendable>(
        on connection: Connection,
        _ body: @Sendable (isolated Connection) throws -> Value
    ) async throws -> Value {
        let lockTimeout = patience.lockMilliseconds
        return try await connection.transaction { connection in
            // For another migrator it waits as long as that takes: nobody queues behind.
            try connection.execute("set local lock_timeout = 0")
            try connection.execute(
                "select pg_advisory_xact_lock(hashtextextended('redline migrations', 0))"
            )
            try connection.execute("set local lock_timeout = \(lockTimeout)")
            return try body(connection)
        }
    }

    private func refuseNewer(on connection: Connection) async throws {
        let newest = migrations.last?.number ?? 0
        let rows = try await connection.execute(
            "select max(number) as number from redline.migration"
        )
        if let number = try rows.first?["number"].int, number > newest {
            throw MigrationError.databaseIsNewer(database: number, known: newest)
        }
    }

    /// Which migrations are applied.
    ///
    /// - Throws: `PostgresError` where the database cannot be asked.
    public func status(on connection: Connection) async throws -> [Status] {
        let exists = try await connection.execute(
            "select to_regclass('redline.migration') is not null as exists"
        )
        var times: [Int: String] = [:]
        if try exists.first?["exists"].bool == true {
            let rows = try await connection.execute(
                "select number, applied_at from redline.migration order by number"
            )
            for row in rows {
                guard let number = try row["number"].int else { continue }
                times[number] = try row["applied_at"].timestamp.map { "\($0)" } ?? ""
            }
            try await refuseNewer(on: connection)
        }
        return migrations.map { Status(name: $0.name, appliedAt: times[$0.number]) }
    }
}

extension PostgresError {
    /// Whether a lock was not to be had in time, or two waited for each other.
    fileprivate var meansThatOthersAreInTheWay: Bool {
        sqlState == "55P03" || sqlState == "40P01"
    }
}
