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

    /// Creates a migrator of the migrations that are compiled in.
    public init() {
        migrations = EmbeddedMigrations.files.map { file in
            let name = String(file.name.dropLast(".sql".count))
            return Migration(number: Int(name.prefix(6)) ?? 0, name: name, sql: file.text)
        }
    }

    /// Creates a migrator of other migrations, in order.
    init(_ migrations: [Migration]) {
        self.migrations = migrations
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
    /// Several may run at once: each waits for the other and finds nothing left to do.
    ///
    /// - Returns: The names of the migrations that were applied now.
    /// - Throws: `MigrationError` where the database is newer than this redline, or a migration
    ///   fails; nothing of that migration stays.
    public func migrate(
        on connection: Connection,
        through last: Int = .max,
        progress: (String) -> Void = { _ in }
    ) async throws -> [String] {
        var applied: [String] = []
        try await locked(on: connection) { connection in
            try connection.executeScript(Self.prepare)
        }
        try await refuseNewer(on: connection)
        for migration in migrations where migration.number <= last {
            let isNew = try await apply(migration, on: connection)
            if isNew {
                applied.append(migration.name)
                progress(migration.name)
            }
        }
        if last == .max { try await connection.run(.makePartitionsAhead) }
        return applied
    }

    private func apply(_ migration: Migration, on connection: Connection) async throws -> Bool {
        do {
            return try await locked(on: connection) { connection in
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
        } catch let error as PostgresError {
            throw MigrationError.failed(migration: migration.name, cause: error)
        }
    }

    /// One migrator at a time in a database.
    private func locked<Value: Sendable>(
        on connection: Connection,
        _ body: @Sendable (isolated Connection) throws -> Value
    ) async throws -> Value {
        try await connection.transaction { connection in
            try connection.execute(
                "select pg_advisory_xact_lock(hashtextextended('redline migrations', 0))"
            )
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

/// Why the schema could not be brought up to date.
public enum MigrationError: Error {
    /// The database has been migrated by a newer redline.
    case databaseIsNewer(database: Int, known: Int)
    /// A migration failed; nothing of it stays.
    case failed(migration: String, cause: PostgresError)
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
        }
    }
}
