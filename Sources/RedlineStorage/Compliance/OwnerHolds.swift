import Redline
import RedlinePostgres

/// Puts legal holds on owners, and releases them.
public struct OwnerHolds: Sendable {
    private let pool: ConnectionPool

    static let role = "redline_compliance"

    /// Creates a door to the holds of a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Puts a hold on an owner, who may have others; its id.
    ///
    /// The reason is for whoever asks later; it has 1 to 2000 characters.
    ///
    /// - Throws: `ComplianceError.beingErased`, `PostgresError`.
    public func hold(
        _ owner: Owner,
        reason: String,
        by actor: AuditActor
    ) async throws -> String {
        do {
            return try await pool.withTransaction(role: Self.role) { connection in
                let rows = try connection.run(
                    .holdOwner,
                    [
                        "owner": .text(owner.name), "reason": .text(reason),
                        "placed_by": .text(actor.name),
                    ]
                )
                let id = try rows.first?["hold_id"].string ?? ""
                // The reason may name somebody: it stays with the hold.
                try connection.record(
                    AuditedAct(.holdOwner, owners: [owner.name], detail: ["hold": id]),
                    by: actor
                )
                return id
            }
        } catch let error as PostgresError {
            throw ComplianceError(error) ?? error
        }
    }

    /// Releases a hold of an owner, or all that are in force; how many there were.
    ///
    /// - Throws: `PostgresError`.
    public func release(_ owner: Owner, id: String?, by actor: AuditActor) async throws -> Int {
        try await pool.withTransaction(role: Self.role) { connection in
            let rows = try connection.run(
                .releaseOwner,
                [
                    "owner": .text(owner.name), "hold_id": .text(id ?? ""),
                    "released_by": .text(actor.name),
                ]
            )
            let released = try rows.first?["released"].int ?? 0
            try connection.record(
                AuditedAct(.releaseOwner, owners: [owner.name], records: released),
                by: actor
            )
            return released
        }
    }

    /// The holds of an owner, or of everybody, the newest first.
    ///
    /// Those that are no longer in force are among them where it is asked for.
    ///
    /// - Throws: `PostgresError`.
    public func list(of owner: Owner?, withReleased: Bool) async throws -> [OwnerHold] {
        try await pool.withTransaction(role: Self.role) { connection in
            try connection.run(
                .holds,
                ["owner": .text(owner?.name ?? ""), "released": .bool(withReleased)]
            ).compactMap { row in try OwnerHold(row) }
        }
    }
}

extension RecordingStatement {
    fileprivate static let holdOwner = Self("hold_owner")
    fileprivate static let releaseOwner = Self("release_owner")
    fileprivate static let holds = Self("holds")
}
