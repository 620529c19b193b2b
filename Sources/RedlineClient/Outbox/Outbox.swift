import Foundation
import GRDB
import Glibc

/// Records that wait to be sent, in the order in which they were accepted: in an SQLite file, or in
/// memory where no file is named.
final class Outbox: Sendable {
    /// A record that waits.
    struct Entry: Sendable {
        /// Its place in the order.
        let sequence: Int64
        let record: AcceptedRecord
    }

    private let queue: DatabaseQueue
    private let lock: FileLock?

    /// Opens the file, or makes it where it is missing.
    ///
    /// - Throws: `OutboxError`.
    init(path: String?) throws(OutboxError) {
        do {
            var configuration = Configuration()
            configuration.label = "redline.outbox"
            guard let path else {
                lock = nil
                queue = try DatabaseQueue(configuration: configuration)
                try queue.writeWithoutTransaction(Self.prepare)
                return
            }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            lock = try FileLock(path)
            // For its owner alone, before anything is in it.
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw OutboxError.notUsable(String(cString: strerror(errno)))
            }
            _ = Glibc.close(descriptor)
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                // Every commit is on the disk before anybody is told of it.
                try database.execute(sql: "pragma journal_mode = wal")
                try database.execute(sql: "pragma synchronous = full")
                // What was sent leaves no content behind.
                try database.execute(sql: "pragma secure_delete = on")
                try Self.prepare(database)
            }
        } catch {
            throw OutboxError(error)
        }
    }

    private static func prepare(_ database: Database) throws {
        try database.execute(
            sql: """
                create table if not exists outbox (
                  sequence integer primary key autoincrement,
                  record_id text not null,
                  line blob not null
                )
                """
        )
    }

    /// How many records wait, and how many bytes they have.
    func size() throws(OutboxError) -> (records: Int, bytes: Int) {
        do {
            return try queue.read { database in
                let row = try Row.fetchOne(
                    database,
                    sql: "select count(*) as n, coalesce(sum(length(line)), 0) as b from outbox"
                )
                return (row?["n"] ?? 0, row?["b"] ?? 0)
            }
        } catch {
            throw OutboxError(error)
        }
    }

    /// Keeps records; they are on the disk when this returns.
    ///
    /// - Throws: `OutboxError`; then none of them is kept.
    func append(_ records: [AcceptedRecord]) async throws(OutboxError) {
        do {
            try await queue.write { database in
                let statement = try database.makeStatement(
                    sql: "insert into outbox (record_id, line) values (?, ?)"
                )
                for record in records {
                    try statement.execute(arguments: [record.id, Data(record.line)])
                }
            }
        } catch {
            throw OutboxError(error)
        }
    }

    /// The records that have waited longest: so many at most, and so many bytes unless the first one
    /// has more.
    ///
    /// - Throws: `OutboxError`.
    func next(_ count: Int, bytes limit: Int) async throws(OutboxError) -> [Entry] {
        do {
            return try await queue.read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: "select * from outbox order by sequence limit ?",
                    arguments: [count]
                )
                var entries: [Entry] = []
                var bytes = 0
                while let row = try rows.next() {
                    let line = [UInt8](row["line"] as Data)
                    bytes += line.count
                    guard bytes <= limit || entries.isEmpty else { break }
                    let record = AcceptedRecord(id: row["record_id"], line: line)
                    entries.append(Entry(sequence: row["sequence"], record: record))
                }
                return entries
            }
        } catch {
            throw OutboxError(error)
        }
    }

    /// Takes records out that are settled.
    ///
    /// - Throws: `OutboxError`; then all of them still wait.
    func remove(_ entries: [Entry]) async throws(OutboxError) {
        do {
            try await queue.write { database in
                let statement = try database.makeStatement(
                    sql: "delete from outbox where sequence = ?"
                )
                for entry in entries { try statement.execute(arguments: [entry.sequence]) }
            }
        } catch {
            throw OutboxError(error)
        }
    }

    /// Closes the file, and lets others have it.
    func close() {
        try? queue.close()
        lock?.release()
    }
}
