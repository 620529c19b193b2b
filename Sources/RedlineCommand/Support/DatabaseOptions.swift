import ArgumentParser
import Configuration
import Redline
import RedlineClient
import RedlinePostgres
import RedlineStorage

/// Which database a command works with.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: .customLong("database-url"),
        help: ArgumentHelp(
            "The database, as a URL or a libpq connection string.",
            discussion: "Without it, REDLINE_DATABASE_URL, libpq's PG* variables, or the private "
                + "cluster.",
            valueName: "url"
        )
    )
    var url: String?
    @OptionGroup var serving: ServiceOptions

    /// The service to work through, where one is named in place of a database.
    var service: ServiceAddress? {
        get throws { try serving.address(isOverruled: url != nil) }
    }

    /// The database, reachable and, where it is redline's own, with a current schema.
    func open() async throws -> OpenDatabase {
        if let connection = try named() {
            return OpenDatabase(connection: connection, isPrivate: false)
        }
        let connection = try await PrivateCluster().ensureRunning { Messages.say($0) }
        let database = OpenDatabase(connection: connection, isPrivate: true)
        try await database.migrate { Messages.say("applying migration \($0)") }
        return database
    }

    /// How to connect to the database that the caller names; nil for the private cluster.
    ///
    /// - Throws: `ValidationError` where a service is named in its place: whoever asks for the
    ///   database cannot do with that.
    func named() throws -> String? {
        guard try service == nil else {
            throw ValidationError(
                "this works on the database itself and not over HTTP: name a database with "
                    + "--database-url in place of --server (REDLINE_SERVER)"
            )
        }
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let named = url ?? environment.string(forKey: "redline.database.url")
        if let named, !named.isEmpty { return named }
        let usesLibpq = ["pghost", "pghostaddr", "pgservice", "pgdatabase"].contains { name in
            environment.string(forKey: ConfigKey([name])) != nil
        }
        return usesLibpq ? "" : nil
    }
}

/// A database that a command works with.
struct OpenDatabase: Sendable {
    let connection: String
    /// Whether it is the private cluster's, which redline keeps current by itself.
    let isPrivate: Bool

    func options(
        statementTimeoutMilliseconds: Int? = nil,
        lockTimeoutMilliseconds: Int? = nil
    ) -> ConnectionOptions {
        ConnectionOptions(
            connection,
            applicationName: "redline",
            statementTimeoutMilliseconds: statementTimeoutMilliseconds,
            lockTimeoutMilliseconds: lockTimeoutMilliseconds
        )
    }

    func pool(connections: Int = 2) -> ConnectionPool {
        ConnectionPool(options(), limits: .init(connections: connections))
    }

    /// Applies what is missing of the schema; the audit trail says so.
    @discardableResult
    func migrate(progress: (String) -> Void) async throws -> [String] {
        let connection = try await Connection.connect(options())
        do {
            let applied = try await Migrator().migrate(
                on: connection,
                waiting: { Messages.say("migration \($0) waits: its tables are in use") },
                progress: progress
            )
            await connection.close()
            try await tell(ofApplied: applied)
            return applied
        } catch {
            await connection.close()
            throw error
        }
    }

    private func tell(ofApplied applied: [String]) async throws {
        guard let first = applied.first, let last = applied.last else { return }
        let pool = pool(connections: 1)
        do {
            try await AuditTrail(pool).record(
                AuditedAct(
                    .migrate,
                    detail: ["first": first, "last": last, "migrations": "\(applied.count)"]
                ),
                by: .operatingSystemUser
            )
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }

    /// Puts what has been recorded into the roll-ups, where nobody else has done so.
    ///
    /// - Throws: `PostgresError`, `CancellationError`.
    func catchUpRollUps() async throws {
        let rollUps = RollUps(options())
        do {
            try await rollUps.catchUp()
        } catch {
            await rollUps.close()
            throw error
        }
        await rollUps.close()
    }

    /// Why the database does not answer; nil where it does and has a current schema.
    ///
    /// - Throws: `CommandError`, `MigrationError` where its schema is not current.
    func absence() async throws -> (any Error)? {
        do {
            try await withPatience(.seconds(15)) { try await requireCurrentSchema() }
            return nil
        } catch let error where error.isOfAbsence {
            return error
        }
    }

    /// Refuses a database whose schema is behind, with the way out.
    func requireCurrentSchema() async throws {
        guard !isPrivate else { return }
        // Said of it before it is reached: a string that cannot be read is no absence.
        _ = try options().place()
        let connection = try await Connection.connect(options())
        let status = try await Migrator().status(on: connection)
        await connection.close()
        let missing = status.filter { $0.appliedAt == nil }.count
        guard missing == 0 else {
            throw CommandError("\(missing) migrations are to come: run redline migrate first")
        }
    }
}
