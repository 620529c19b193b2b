import Redline
import RedlinePostgres

extension AuditTrail {
    /// The last seal; nil where there is none.
    ///
    /// - Throws: `PostgresError`.
    public func head() async throws -> AuditHead? {
        try await pool.withTransaction { connection in
            try AuditHead(connection.run(.auditHead).first)
        }
    }

    /// Seals what there is, and holds every entry and every seal against the chain.
    ///
    /// - Throws: `PostgresError`.
    public func verify(against anchors: [AuditHead] = []) async throws -> AuditVerdict {
        try await seal()
        return try await pool.withTransaction { connection in
            // Seals and entries have to be those of one moment.
            try connection.execute("set transaction isolation level repeatable read, read only")
            let row = try connection.run(.auditHead).first
            let installation = try row?["installation"].string ?? ""
            var verdict = AuditVerdict()
            var chain = AuditChain(installation: installation, anchors: anchors)
            try connection.stream(RecordingStatement.auditSeals.file.sql) { rows in
                for row in rows { try chain.append(row, &verdict) }
            }
            chain.end(&verdict)
            try connection.stream(RecordingStatement.auditEntries.file.sql) { rows in
                for row in rows { try Self.check(row, chain, &verdict) }
            }
            verdict.head = try AuditHead(row)
            return verdict
        }
    }

    /// Holds an entry against what its seal has of it; one of them may not be there.
    private static func check(
        _ row: Row,
        _ chain: AuditChain,
        _ verdict: inout AuditVerdict
    ) throws {
        let seal = try row["seal"].int
        guard let id = try row["entry_id"].int else {
            guard let seal, let sealed = try row["sealed_id"].int else { return }
            if try !chain.isPruned(seal, week: row["week"].string ?? "") {
                verdict.add(.entryMissing(sealed, seal: seal))
            }
            return
        }
        verdict.entries += 1
        var frame = AuditFrame()
        for column in digested { frame.append(try row[column].string) }
        if let seal {
            if try row["sealed_digest"].string != frame.digest {
                verdict.add(.entryChanged(id, seal: seal))
            }
        } else if let recorded = try row["pending_digest"].string {
            verdict.waiting += 1
            if recorded != frame.digest { verdict.add(.waitingEntryChanged(id)) }
        } else {
            verdict.add(.entryInserted(id))
        }
    }

    /// What the digest of an entry goes over, in its order.
    private static let digested = [
        "entry_id", "at", "actor", "role", "action", "whose", "source", "records", "query",
        "detail",
    ]
}

extension AuditHead {
    fileprivate init?(_ row: Row?) throws {
        guard let row, let installation = try row["installation"].string,
            let number = try row["number"].int, let hash = try row["hash"].string,
            let sealedAt = try row["sealed_at"].timestamp
        else { return nil }
        self.init(installation: installation, number: number, hash: hash, sealedAt: sealedAt)
    }
}

extension RecordingStatement {
    fileprivate static let auditHead = Self("audit_head")
    fileprivate static let auditSeals = Self("audit_seals")
    fileprivate static let auditEntries = Self("audit_entries")
}
