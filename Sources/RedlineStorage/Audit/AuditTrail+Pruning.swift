import Redline
import RedlinePostgres

extension AuditTrail {
    /// Drops the weeks of the trail that end before a time; how many.
    ///
    /// First the chain says that they are dropped; then their partitions go, without holding up who
    /// reads the trail or adds to it. The seals stay. What was interrupted goes on with the next call.
    ///
    /// - Throws: `PostgresError`.
    @discardableResult
    public func prune(before: Timestamp, by actor: AuditActor) async throws -> Int {
        try await pool.withTransaction { connection in
            let weeks = try connection.run(.markAuditPruned, ["before": .text("\(before)")])
            guard !weeks.isEmpty else { return }
            let names = try weeks.compactMap { try $0["week"].string }.joined(separator: " ")
            let act = AuditedAct(.pruneAudit, records: weeks.count, detail: ["weeks": names])
            try connection.record(act, by: actor)
        }
        return try await pool.withConnection { connection in
            try await connection.execute("set lock_timeout = '2s'")
            let weeks = try await connection.run(.auditWeeksToDrop)
            for week in weeks {
                if let partition = try week["partition"].string {
                    try await connection.drop(partition, week)
                }
                try await connection.run(.forgetAuditWeek, ["week": .text(week["week"].string)])
            }
            return weeks.count
        }
    }
}

extension Connection {
    /// Detaches a partition while others go on, and drops it then.
    fileprivate func drop(_ partition: String, _ state: Row) throws(PostgresError) {
        let name = "redline." + PostgresSyntax.quoteIdentifier(partition)
        if try state["is_half_detached"].bool == true {
            try execute("alter table redline.audit_entry detach partition \(name) finalize")
        } else if try state["is_attached"].bool == true {
            try execute("alter table redline.audit_entry detach partition \(name) concurrently")
        }
        if try state["is_there"].bool == true { try execute("drop table \(name)") }
    }
}

extension RecordingStatement {
    fileprivate static let markAuditPruned = Self("mark_audit_pruned")
    fileprivate static let auditWeeksToDrop = Self("audit_weeks_to_drop")
    fileprivate static let forgetAuditWeek = Self("forget_audit_week")
}
