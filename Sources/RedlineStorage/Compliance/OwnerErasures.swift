import Redline
import RedlinePostgres

/// Erases what is held on owners.
///
/// Each step is a transaction that can be done again: what a crash interrupts goes on when it is
/// asked for again, or when the service starts.
public struct OwnerErasures: Sendable {
    let pool: ConnectionPool
    let options: ConnectionOptions
    /// The folder that files of exports lie in, where this process has it.
    let folder: FolderFiles?

    /// Rows that one transaction removes.
    static let rowsAtOnce = 20_000

    /// Creates a door to the erasures of a database; `options` are for a connection of its own, which
    /// takes owners out of the roll-ups, and `folder` has the files that are not in the database.
    public init(
        _ pool: ConnectionPool,
        _ options: ConnectionOptions,
        folder: FolderFiles? = nil
    ) {
        self.pool = pool
        self.options = options
        self.folder = folder
    }

    /// Removes everything of an owner: records, corrections, figures in roll-ups, keys, and what
    /// waits in the spool of this process.
    ///
    /// Nothing is recorded of the owner meanwhile. Where it is under way already, it goes on.
    /// `progress` is told how many rows are removed so far.
    ///
    /// - Throws: `ComplianceError.held`, `ComplianceError.nothingHeld`, `PostgresError`,
    ///   `SpoolError`.
    public func erase(
        _ owner: Owner,
        evenIfAbsent: Bool = false,
        spool: Spool?,
        by actor: AuditActor,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> ErasureReceipt {
        let id = try await begin(owner, evenIfAbsent: evenIfAbsent, spool: spool, by: actor)
        return try await finish(id, of: owner, spool: spool, by: actor, progress: progress)
    }

    /// Begins an erasure, or finds the one that is under way; its id.
    ///
    /// An owner of whom nothing is held, neither in the database nor in the spool of this process, is
    /// erased only where that is asked for: the name would be refused from then on.
    ///
    /// - Throws: `ComplianceError.held`, `ComplianceError.nothingHeld`, `PostgresError`,
    ///   `SpoolError`.
    public func begin(
        _ owner: Owner,
        evenIfAbsent: Bool = false,
        spool: Spool?,
        by actor: AuditActor
    ) async throws -> String {
        let isInSpool = try await spool?.hasRecords(of: owner) ?? false
        do {
            return try await pool.withTransaction(role: OwnerHolds.role) { connection in
                let rows = try connection.run(
                    .beginErasure,
                    [
                        "owner": .text(owner.name), "requested_by": .text(actor.name),
                        "even_if_absent": .bool(evenIfAbsent || isInSpool),
                    ]
                )
                guard let id = try rows.first?["erasure_id"].string else {
                    throw ComplianceError.nothingHeld
                }
                try connection.record(
                    AuditedAct(
                        .eraseOwner,
                        owners: [owner.name],
                        detail: ["erasure": id, "step": "begun"]
                    ),
                    by: actor
                )
                return id
            }
        } catch let error as PostgresError {
            throw ComplianceError(error) ?? error
        }
    }

    /// Takes records of an owner who was erased again, as of somebody new; from how many erasures
    /// that lifts the refusal.
    ///
    /// The receipts stay. Where there was none to lift, the audit trail has no entry of it.
    ///
    /// - Throws: `PostgresError`.
    public func readmit(_ owner: Owner, by actor: AuditActor) async throws -> Int {
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            let rows = try connection.run(
                .readmitOwner,
                ["owner": .text(owner.name), "readmitted_by": .text(actor.name)]
            )
            let lifted = try rows.first?["lifted"].int ?? 0
            if lifted > 0 {
                try connection.record(
                    AuditedAct(.readmitOwner, owners: [owner.name], records: lifted),
                    by: actor
                )
            }
            return lifted
        }
    }

    /// Finishes what was begun and interrupted; the receipts.
    ///
    /// - Throws: `PostgresError`, `SpoolError`.
    public func resume(spool: Spool?, by actor: AuditActor) async throws -> [ErasureReceipt] {
        let begun = try await pool.withTransaction(role: OwnerHolds.role) { connection in
            try connection.run(.erasuresUnderWay).compactMap { row in
                try row["owner"].string.flatMap { Owner($0) }.map { owner in
                    (id: try row["erasure_id"].string ?? "", owner: owner)
                }
            }
        }
        var receipts: [ErasureReceipt] = []
        for (id, owner) in begun {
            do {
                receipts.append(try await finish(id, of: owner, spool: spool, by: actor))
            } catch is FilesFolderError {
                // One that waits for its files holds up nothing else; who removes files says why.
                continue
            }
        }
        return receipts
    }

    /// Finishes an erasure that was begun; its receipt.
    ///
    /// - Throws: `PostgresError`, `SpoolError`; `FilesFolderError` where files in the folder are left,
    ///   for which it waits: it is finished when they are gone.
    public func finish(
        _ id: String,
        of owner: Owner,
        spool: Spool?,
        by actor: AuditActor,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> ErasureReceipt {
        let spooled = try await spool?.remove(of: owner) ?? 0
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            _ = try connection.run(.awaitRecorders)
        }
        let rollUps = RollUps(options)
        do {
            try await rollUps.forget(erasure: id)
        } catch {
            await rollUps.close()
            throw error
        }
        await rollUps.close()
        var removed = 0
        while true {
            let step = try await eraseRows(id, of: owner, after: removed, by: actor)
            guard step > 0 else { break }
            removed += step
            progress(removed)
        }
        guard var receipt = try await receipt(id) else {
            preconditionFailure("an erasure stays")
        }
        receipt.spooled = spooled
        return receipt
    }

    /// Removes rows, and the files in the folder when no row is left; how many rows, none where the
    /// erasure is finished.
    ///
    /// - Throws: `FilesFolderError` where files are left: the rest waits for them.
    private func eraseRows(
        _ id: String,
        of owner: Owner,
        after soFar: Int,
        by actor: AuditActor
    ) async throws -> Int {
        for _ in 1...FolderFiles.tries {
            let step = try await pool.withTransaction(role: OwnerHolds.role) { connection in
                let rows = try connection.run(
                    .eraseRows,
                    ["erasure_id": .text(id), "most_rows": .integer(Self.rowsAtOnce)]
                )
                // Nothing where another process has finished it, and said so in the trail.
                let step = try rows.first?["removed"].int
                if step == 0 {
                    try connection.record(
                        AuditedAct(
                            .eraseOwner,
                            owners: [owner.name],
                            records: soFar,
                            detail: ["erasure": id, "step": "finished"]
                        ),
                        by: actor
                    )
                }
                return step ?? 0
            }
            guard step == Self.filesAreLeft else { return step }
            guard let folder else { break }
            // None are found where somebody else removes them at this moment.
            if try await folder.removeDue(of: owner) == 0 {
                try await Task.sleep(for: FolderFiles.pause)
            }
        }
        throw FilesFolderError.left(try await receipt(id)?.filesLeft ?? 0)
    }

    /// What PostgreSQL answers where no row is left, and files are.
    private static let filesAreLeft = -1

    /// The receipt of the last erasure of an owner whose records are refused since; nil where there
    /// is none.
    ///
    /// - Throws: `PostgresError`.
    public func lastReceipt(of owner: Owner) async throws -> ErasureReceipt? {
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            try connection.run(.lastErasure, ["owner": .text(owner.name)]).first.flatMap { row in
                try ErasureReceipt(row)
            }
        }
    }

    /// The receipt of an erasure; nil where there is none of that id.
    ///
    /// - Throws: `PostgresError`.
    public func receipt(_ id: String) async throws -> ErasureReceipt? {
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            try connection.run(.erasure, ["erasure_id": .text(id)]).first.flatMap { row in
                try ErasureReceipt(row)
            }
        }
    }
}

extension RecordingStatement {
    fileprivate static let beginErasure = Self("begin_erasure")
    fileprivate static let awaitRecorders = Self("await_recorders")
    fileprivate static let eraseRows = Self("erase_rows")
    fileprivate static let erasuresUnderWay = Self("erasures_under_way")
    fileprivate static let erasure = Self("erasure")
    fileprivate static let lastErasure = Self("last_erasure")
    fileprivate static let readmitOwner = Self("readmit_owner")
}
