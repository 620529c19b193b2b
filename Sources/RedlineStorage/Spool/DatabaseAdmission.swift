import RedlinePostgres

/// Whether a database that answers again may be used: it has to be the one that the spool belongs
/// to, with the schema that this redline writes.
public struct DatabaseAdmission: Sendable {
    private let installation: String
    private let redactionKey: RedactionKey?

    /// Admits the database of that id alone, and with a redaction key only one that has this key.
    public init(_ installation: String, redactionKey: RedactionKey? = nil) {
        self.installation = installation
        self.redactionKey = redactionKey
    }

    /// Looks at a database.
    ///
    /// A newer schema is as good to a service that has used the database before: a migration leaves
    /// who serves already at work, whether or not the server was restarted meanwhile.
    ///
    /// - Throws: `DatabaseRefusal`, or `PostgresError` where it cannot be asked.
    func check(_ connection: Connection, wasUsed: Bool) async throws {
        do {
            let missing = try await Migrator().status(on: connection)
                .filter { $0.appliedAt == nil }.count
            guard missing == 0 else { throw DatabaseRefusal.isBehind(migrations: missing) }
        } catch MigrationError.databaseIsNewer(let database, let known) {
            guard wasUsed else {
                throw DatabaseRefusal.isNewer(database: database, known: known)
            }
        }
        let found = try await connection.run(.installation).first?["id"].string
        guard found == installation else { throw DatabaseRefusal.isAnother }
        guard let redactionKey else { return }
        guard try await RedactionKeyRegister.claim(redactionKey, on: connection) else {
            throw DatabaseRefusal.hasAnotherKey
        }
    }
}

/// Why a database must not be used.
public enum DatabaseRefusal: Error, Sendable, Equatable {
    /// Its schema is older than this redline.
    case isBehind(migrations: Int)
    /// Its schema is newer than this redline.
    case isNewer(database: Int, known: Int)
    /// The spool belongs to another.
    case isAnother
    /// Its placeholders were made with another key than this redline has.
    case hasAnotherKey
}

extension DatabaseRefusal: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .isBehind(let migrations):
            "\(migrations) migrations are to come: run redline migrate"
        case .isNewer(let database, let known):
            "\(MigrationError.databaseIsNewer(database: database, known: known))"
        case .isAnother:
            "the database is not the one that the spool belongs to: start redline anew to use it"
        case .hasAnotherKey:
            "the redaction key is not the one with which the database's placeholders were made: "
                + "start redline with that one"
        }
    }
}
