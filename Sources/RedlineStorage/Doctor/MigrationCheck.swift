import RedlinePostgres

/// Whether the schema is the one that this redline works with.
struct MigrationCheck: DatabaseCheck {
    let name = "migrations"
    /// Whether redline brings the schema up to date by itself.
    let isPrivate: Bool

    func finding(on connection: Connection) async throws -> Finding {
        let status: [Migrator.Status]
        do {
            status = try await Migrator().status(on: connection)
        } catch MigrationError.databaseIsNewer(let database, let known) {
            return .problem(
                name,
                "The database is at migration \(database), and this redline knows \(known): it "
                    + "does not work with a schema that it does not know.",
                "Use the newer redline that migrated the database."
            )
        }
        let missing = status.filter { $0.appliedAt == nil }
        guard let first = missing.first else {
            return .ok(name, "The schema is current, with \(status.count) migrations applied.")
        }
        let detail =
            missing.count == status.count
            ? "The database has no schema of redline's yet."
            : "\(missing.count) of \(status.count) migrations are to come, from \(first.name) on."
        guard !isPrivate else {
            return .warning(
                name,
                detail,
                "The next command applies them, such as redline db start."
            )
        }
        return .problem(
            name,
            "\(detail) Nothing works before it is current.",
            "Run redline migrate."
        )
    }
}
