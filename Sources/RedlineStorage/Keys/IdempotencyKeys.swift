import Redline
import RedlinePostgres

/// What the first request with an `Idempotency-Key` fixed of its record.
public struct IdempotentAcceptance: Sendable, Equatable {
    /// The id of the record.
    public let recordID: String
    /// When it was accepted.
    public let acceptedAt: Timestamp
    /// The digest of its content.
    public let digest: [UInt8]

    /// Creates an acceptance.
    public init(recordID: String, acceptedAt: Timestamp, digest: [UInt8]) {
        self.recordID = recordID
        self.acceptedAt = acceptedAt
        self.digest = digest
    }
}

/// Remembers `Idempotency-Key` headers for 24 hours.
///
/// Not the answer is kept, but the id and the time that the first request gave its record: a retry
/// records the same record again, which is stored once and answered as it was.
public struct IdempotencyKeys: Sendable {
    let pool: ConnectionPool

    /// Creates the memory.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// The acceptance under a key: this one if it is the first, else the first one.
    ///
    /// - Throws: `PostgresError`.
    public func claim(
        _ key: String,
        of owner: Owner,
        _ acceptance: IdempotentAcceptance
    ) async throws -> IdempotentAcceptance {
        try await pool.withTransaction(role: "redline_recorder") { connection in
            let mine = try connection.run(
                .claimIdempotencyKey,
                [
                    "owner": .text(owner.name), "idempotency_key": .text(key),
                    "digest": .bytea(acceptance.digest), "record_id": .text(acceptance.recordID),
                    "accepted_at": .timestamp(acceptance.acceptedAt),
                ]
            )
            if !mine.isEmpty { return acceptance }
            let known = try connection.run(
                .knownIdempotencyKey,
                ["owner": .text(owner.name), "idempotency_key": .text(key)]
            )
            guard let row = known.first, let id = try row["record_id"].string,
                let time = try row["accepted_at"].timestamp, let digest = try row["digest"].bytes
            else { return acceptance }
            return IdempotentAcceptance(recordID: id, acceptedAt: time, digest: digest)
        }
    }
}
