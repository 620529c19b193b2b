import GRDB
import Glibc
import Redline

extension Spool {
    /// What a spool holds.
    public struct Status: Sendable, Equatable {
        /// Records that wait, those that are delayed among them.
        public let waiting: Int
        /// Records that wait apart from the others, because they took too long.
        public let delayed: Int
        /// When the oldest of them was accepted.
        public let oldest: Timestamp?
        /// Records that the database refused when their turn came; they are kept for people to
        /// see, try again or discard.
        public let refused: Int
        /// About how many bytes of the file those have.
        public let refusedBytes: Int
        /// The bytes that they may have; then the oldest of them make way.
        public let refusedLimit: Int
        /// The size of the file in bytes.
        public let bytes: Int
        /// The bytes that it may have beside what refused records have.
        public let limit: Int
    }

    /// What it holds.
    ///
    /// - Throws: `SpoolError`.
    public func status() async throws(SpoolError) -> Status {
        let limit = limit
        let path = path
        do {
            return try await queue.read { database in
                let row = try Row.fetchOne(
                    database,
                    sql: "select count(*) as waiting, min(accepted_at) as oldest from entry"
                )
                let oldest: Int64? = row?["oldest"]
                return Status(
                    waiting: row?["waiting"] ?? 0,
                    delayed: try Self.delayedCount(database),
                    oldest: oldest.map { Timestamp(microseconds: $0) },
                    refused: try Int.fetchOne(database, sql: "select count(*) from refused") ?? 0,
                    refusedBytes: try Self.refusedBytes(database),
                    refusedLimit: limit / Self.refusedShare,
                    bytes: ["", "-wal"].reduce(0) { $0 + Self.size(of: path + $1) },
                    limit: limit
                )
            }
        } catch {
            throw SpoolError(error)
        }
    }

    private static func size(of path: String) -> Int {
        var found = stat()
        return stat(path, &found) == 0 ? Int(found.st_size) : 0
    }
}
