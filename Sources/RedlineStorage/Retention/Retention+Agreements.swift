import Redline
import RedlinePostgres

extension Retention {
    /// The owners who have a time of their own, by owner and kind.
    ///
    /// - Throws: `PostgresError`.
    public func agreements() async throws -> [RetentionAgreement] {
        try await pool.withTransaction(role: Self.role) { connection in
            try connection.run(.retentionAgreements).compactMap { row in
                try RetentionAgreement(row)
            }
        }
    }

    /// Gives the records of an owner a time of their own, in the place of the one that they had.
    ///
    /// What is past it is hidden at once, and goes with the next run. Only what belongs to owners
    /// has such a time, for `RetentionAgreement.limits` days; the reason has 2000 characters at most.
    ///
    /// - Throws: `RetentionAgreementError`, `PostgresError`.
    public func agree(
        _ kind: RetentionKind,
        days: Int,
        of owner: Owner,
        reason: String = "",
        by actor: AuditActor
    ) async throws {
        do {
            try await pool.withTransaction(role: Self.role) { connection in
                _ = try connection.run(
                    .agreeRetention,
                    [
                        "owner": .text(owner.name), "kind": .text(kind.rawValue),
                        "days": .integer(days), "agreed_by": .text(actor.name),
                        "reason": .text(reason),
                    ]
                )
                // The reason may name somebody: it stays with the agreement.
                try connection.record(
                    AuditedAct(
                        .setRetention,
                        owners: [owner.name],
                        detail: ["kind": kind.rawValue, "days": "\(days)"]
                    ),
                    by: actor
                )
            }
        } catch let error as PostgresError {
            throw RetentionAgreementError(error) ?? error
        }
    }

    /// Lifts an owner's own time, so that everybody's counts again; false where they had none.
    ///
    /// What was hidden by a shorter time comes back into view where it is still there.
    ///
    /// - Throws: `PostgresError`.
    public func lift(
        _ kind: RetentionKind,
        of owner: Owner,
        by actor: AuditActor
    ) async throws -> Bool {
        try await pool.withTransaction(role: Self.role) { connection in
            let rows = try connection.run(
                .liftRetention,
                ["owner": .text(owner.name), "kind": .text(kind.rawValue)]
            )
            guard try rows.first?["lifted"].bool == true else { return false }
            try connection.record(
                AuditedAct(
                    .setRetention,
                    owners: [owner.name],
                    detail: ["kind": kind.rawValue, "days": "everybody's"]
                ),
                by: actor
            )
            return true
        }
    }
}

extension RecordingStatement {
    fileprivate static let retentionAgreements = Self("retention_agreements")
    fileprivate static let agreeRetention = Self("agree_retention")
    fileprivate static let liftRetention = Self("lift_retention")
}
