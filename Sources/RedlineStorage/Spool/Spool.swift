import Foundation
import GRDB
import Glibc
import Redline
import Synchronization

/// Records on local disk that wait for the database, in an SQLite file: appended and flushed to the
/// disk before their senders are answered, and taken out once they are committed.
///
/// Several processes may use one file.
public final class Spool: Sendable {
    /// The bytes that a spool's file may have unless somebody says otherwise: 1 GiB.
    public static let standardLimit = 1 << 30

    /// The most bytes of records that are taken out together; one record may have more.
    static let batchByteLimit = 16 << 20

    let queue: DatabaseQueue
    let path: String
    let limit: Int
    /// How many records wait.
    ///
    /// Changed on the queue of the file alone: otherwise a count of what the file held a moment ago
    /// could take the place of what it holds now, and a record would wait unseen.
    private let counts = Mutex(SpoolCounts())
    /// What SQLite counts up when another process writes.
    private let version = Mutex<Int?>(nil)

    /// Opens a spool, or makes it where it is missing.
    ///
    /// - Parameters:
    ///   - path: The file; its folder is made with rights for its owner alone.
    ///   - limit: The bytes that the file may have.
    /// - Throws: `SpoolError`.
    public init(path: String, limit: Int = Spool.standardLimit) throws(SpoolError) {
        self.path = path
        self.limit = limit
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw SpoolError.notUsable(String(cString: strerror(errno)))
            }
            _ = Glibc.close(descriptor)
            var configuration = Configuration()
            configuration.label = "redline.spool"
            configuration.busyMode = .timeout(5)
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { try Self.prepare($0, limit: limit) }
        } catch {
            throw SpoolError(error)
        }
        try recount()
    }

    private static func prepare(_ database: Database, limit: Int) throws {
        // Every commit is on the disk before it is answered.
        try database.execute(sql: "pragma journal_mode = wal")
        try database.execute(sql: "pragma synchronous = full")
        // What is taken out leaves no content behind.
        try database.execute(sql: "pragma secure_delete = on")
        let columns = """
            sequence integer primary key autoincrement,
            accepted_at integer not null,
            kind text not null,
            owner text,
            record_id text not null,
            is_id_made integer not null,
            requires_workflow integer not null,
            idempotency_key text,
            body blob not null
            """
        try database.execute(sql: "create table if not exists entry (\(columns))")
        try database.execute(
            sql: """
                create index if not exists entry_of_key on entry (idempotency_key)
                where idempotency_key is not null
                """
        )
        try database.execute(
            sql: "create table if not exists refused (\(columns), reason text not null)"
        )
        try prepareDelays(database)
        try prepareRefused(database)
        try prepareOpenTurns(database)
        try boundToWaiting(database, limit)
    }

    /// Sets how many bytes the file may have.
    private static func bound(_ database: Database, _ limit: Int) throws {
        let page = try Int.fetchOne(database, sql: "pragma page_size") ?? 4_096
        let count = min(max(limit / page, 64), Int(UInt32.max) - 1)
        _ = try Int.fetchOne(database, sql: "pragma max_page_count = \(count)")
    }

    /// Sets how many bytes the file may have so that the limit is left for what waits.
    private static func boundToWaiting(_ database: Database, _ limit: Int) throws {
        try bound(database, limit + refusedBytes(database))
    }

    private static func take(_ sequences: [Int64], out database: Database) throws {
        let statement = try database.makeStatement(sql: "delete from entry where sequence = ?")
        for sequence in sequences { try statement.execute(arguments: [sequence]) }
    }

    /// Counts the waiting records anew, as where another process may have written.
    ///
    /// - Throws: `SpoolError`.
    func recount() throws(SpoolError) {
        do {
            try queue.read { try recount($0) }
        } catch {
            throw SpoolError(error)
        }
    }

    func recount(_ database: Database) throws {
        let found = try SpoolCounts(database)
        counts.withLock { $0 = found }
    }

    /// Counts anew where another process has written since it was last asked, as where somebody has
    /// put refused records back.
    ///
    /// - Throws: `SpoolError`.
    func noticeOthers() async throws(SpoolError) {
        do {
            try await queue.writeWithoutTransaction { [self] database in
                let version = try Int.fetchOne(database, sql: "pragma data_version")
                guard
                    self.version.withLock({ known in
                        defer { known = version }
                        return known != version
                    })
                else { return }
                try recount(database)
                try Self.boundToWaiting(database, limit)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Whether nothing waits.
    public var isEmpty: Bool { counts.withLock { $0.isEmpty } }

    /// Whether something waits that is not delayed.
    var hasReady: Bool { counts.withLock { $0.hasReady } }

    /// Whether something is delayed.
    var hasDelayed: Bool { counts.withLock { $0.hasDelayed } }

    /// Whether a record has to wait because others that it may belong to wait already.
    func mustWait(_ prepared: PreparedRecord) -> Bool {
        counts.withLock { $0.mustWait(prepared) }
    }

    /// Keeps records; they are on the disk when this returns.
    ///
    /// - Returns: What their senders are told, in the same order.
    /// - Throws: `SpoolError`; then none of them is kept.
    func append(_ records: [PreparedRecord]) async throws(SpoolError) -> [RecordReceipt] {
        let entries = records.map(SpoolEntry.init)
        do {
            try await queue.writeWithoutTransaction { [self] database in
                try database.inTransaction {
                    try Self.insert(entries, database)
                    return .commit
                }
                counts.withLock { counts in
                    for entry in entries { counts.add(entry) }
                }
            }
        } catch {
            throw SpoolError(error)
        }
        return zip(entries, records).map { $0.receipt($1) }
    }

    private static func insert(_ entries: [SpoolEntry], _ database: Database) throws {
        let statement = try database.makeStatement(
            sql: """
                insert into entry (accepted_at, kind, owner, record_id, is_id_made,
                  requires_workflow, idempotency_key, body)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for entry in entries {
            try statement.execute(arguments: [
                entry.acceptedAt.microseconds, entry.kind, entry.owner?.name, entry.recordID,
                entry.isIDMade, entry.requiresWorkflow, entry.idempotencyKey, Data(entry.body),
            ])
        }
    }

    /// What a waiting record was given that came with this key before; nil where none waits.
    ///
    /// - Throws: `SpoolError`.
    public func acceptance(
        _ key: String,
        of owner: Owner
    ) async throws(SpoolError) -> IdempotentAcceptance? {
        let entry: SpoolEntry?
        do {
            entry = try await queue.read { database in
                try Row.fetchOne(
                    database,
                    sql: "select * from entry where idempotency_key = ? and owner = ?",
                    arguments: [key, owner.name]
                ).map(SpoolEntry.init)
            }
        } catch {
            throw SpoolError(error)
        }
        guard let prepared = try? entry?.prepared() else { return nil }
        return IdempotentAcceptance(
            recordID: prepared.recordID,
            acceptedAt: prepared.acceptedAt,
            digest: prepared.digest.bytes
        )
    }

    /// The records that have waited longest, in order, without those that are delayed.
    ///
    /// - Throws: `SpoolError`.
    func next(
        _ count: Int,
        bytes: Int = Spool.batchByteLimit
    ) async throws(SpoolError) -> [SpoolEntry] {
        do {
            return try await queue.read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        select * from entry
                        where record_id not in (select record_id from delayed)
                        order by sequence limit ?
                        """,
                    arguments: [count]
                )
                return try Self.entries(rows, bytes: bytes)
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// The first entries, at least one, that have no more bytes than that together.
    static func entries(_ rows: RowCursor, bytes limit: Int) throws -> [SpoolEntry] {
        var entries: [SpoolEntry] = []
        var bytes = 0
        while let entry = try rows.next().map({ SpoolEntry($0) }) {
            bytes += entry.body.count
            guard bytes <= limit || entries.isEmpty else { break }
            entries.append(entry)
        }
        return entries
    }

    /// Takes records out that the database has, or sets those aside that it refuses.
    ///
    /// - Returns: Records that were refused before, and have made way for those.
    /// - Throws: `SpoolError`; then all of them still wait.
    @discardableResult
    func settle(
        _ done: [SpoolEntry],
        refused: [(entry: SpoolEntry, reason: String)]
    ) async throws(SpoolError) -> [Refused] {
        let share = limit / Self.refusedShare
        do {
            return try await write { database in
                try Self.take(done.compactMap(\.sequence), out: database)
                for (entry, reason) in refused {
                    try database.execute(
                        sql: """
                            insert or ignore into refused
                            select *, ? from entry where sequence = ?
                            """,
                        arguments: [reason, entry.sequence]
                    )
                }
                try Self.take(refused.compactMap(\.entry.sequence), out: database)
                return refused.isEmpty ? [] : try Self.makeWay(share, database)
            } then: { [self] _ in
                counts.withLock { counts in
                    for entry in done + refused.map(\.entry) { counts.remove(entry) }
                }
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Changes what the file holds, whether or not it is full: a full file has no page left to set
    /// a record aside in, and what is taken out in the same breath makes up for it.
    ///
    /// `then` keeps what is counted in memory up with it, before anybody else uses the file.
    func write<Value: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Value,
        then: @escaping @Sendable (Database) throws -> Void
    ) async throws -> Value {
        let limit = limit
        return try await queue.writeWithoutTransaction { database in
            try Self.bound(database, .max)
            defer { try? Self.boundToWaiting(database, limit) }
            var value: Value?
            try database.inTransaction {
                value = try change(database)
                return .commit
            }
            try then(database)
            guard let value else { throw SpoolError.notUsable("nothing was changed") }
            return value
        }
    }

    /// Gives the disk back what an empty spool no longer needs.
    ///
    /// - Throws: `SpoolError`.
    func shrink() async throws(SpoolError) {
        do {
            try await queue.writeWithoutTransaction { database in
                guard try Int.fetchOne(database, sql: "select count(*) from entry") == 0 else {
                    return
                }
                try database.execute(sql: "vacuum")
                _ = try Row.fetchAll(database, sql: "pragma wal_checkpoint(truncate)")
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Settings of the file's connection.
    func settings(_ names: [String]) async throws -> [String?] {
        try await queue.read { database in
            try names.map { try String.fetchOne(database, sql: "pragma \($0)") }
        }
    }

    /// Why records were set aside, in their order.
    func reasons() async throws -> [String] {
        try await queue.read { database in
            try String.fetchAll(database, sql: "select reason from refused order by sequence")
        }
    }

    /// Closes the file.
    public func close() {
        try? queue.close()
    }
}

extension SpoolError {
    init(_ error: any Error) {
        switch error {
        case let error as SpoolError:
            self = error
        case let error as DatabaseError
        where [.SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode):
            self = .full
        case let error as DatabaseError:
            self = .notUsable(error.message ?? "SQLite error \(error.resultCode.rawValue)")
        default:
            self = .notUsable("\(error.localizedDescription)")
        }
    }
}
