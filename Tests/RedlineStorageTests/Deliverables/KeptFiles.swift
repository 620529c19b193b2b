import Foundation
import Redline
import RedlineDigest
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// A database whose files lie in a folder.
struct KeptFiles {
    static let actor = AuditActor.user("test")

    let database: MigratedDatabase
    let pool: ConnectionPool
    let path: String

    var folder: FolderFiles { FolderFiles(pool, folder: FilesFolder(path: path)) }
    var store: DeliverableStore { DeliverableStore(pool, folder: folder) }
    var erasures: OwnerErasures { OwnerErasures(pool, database.options, folder: folder) }

    static func with(_ test: @Sendable (KeptFiles) async throws -> Void) async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                chmod(folder.path, 0o700)
                var options = database.options
                // As the service has it: who waits for a lock fails, and does not hang.
                options.lockTimeoutMilliseconds = 10_000
                let pool = ConnectionPool(options, limits: .init(connections: 4))
                let kept = KeptFiles(database: database, pool: pool, path: folder.path)
                try await kept.folder.claim()
                try await test(kept)
                await pool.shutdown()
            }
        }
    }

    /// Records a workflow of an owner, some days ago, with a file of that content.
    func record(
        _ number: Int,
        _ owner: String,
        days: Int = 0,
        _ content: String = "content",
        into store: DeliverableStore? = nil
    ) async throws {
        let time = AgedRecords.daysAgo(days)
        let writer = RecordWriter(database.options)
        _ = try await writer.write(AgedRecords.workflow(number, owner, at: time))
        await writer.close()
        try await keep(number, owner, content, into: store)
    }

    func keep(
        _ number: Int,
        _ owner: String,
        _ content: String,
        into store: DeliverableStore? = nil
    ) async throws {
        let digits = "\(number)"
        let id =
            "019cb82e-c9c0-7abc-8def-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
        try await (store ?? self.store).store(
            StoredDeliverable(
                bytes: Array(content.utf8),
                name: "f.csv",
                mediaType: "text/csv",
                contentHash: Self.hash(Array(content.utf8))
            ),
            of: try #require(WorkflowID(id)),
            try #require(Owner(owner)),
            revision: 1
        )
    }

    /// Puts what is recorded into the roll-ups, before which nothing goes.
    func catchUp() async throws {
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        await rollUps.close()
    }

    /// The files whose rows an owner has, and their contents.
    func contents(of owner: String) async throws -> [String] {
        let rows = try await database.rows(
            """
            select file_id, content_hash, content_length from redline.deliverable_file
            where owner = '\(owner)' and file_id is not null order by workflow_id
            """
        )
        return try rows.map { row in
            let file = FolderFile(
                id: row[0] ?? "",
                contentHash: row[1] ?? "",
                length: Int(row[2] ?? "") ?? 0
            )
            return String(decoding: try store.content(of: file), as: UTF8.self)
        }
    }

    /// The entries that the database has of files, by owner and state.
    func entries() async throws -> [String] {
        try await database.column(
            "select owner || ' ' || state from redline.folder_file order by owner, state"
        )
    }

    /// How many files lie in the folder.
    var count: Int { Self.names(in: path).count }

    /// The names of all files in a folder and those in it, but for its mark.
    static func names(in path: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        return names.filter { name in
            var found = stat()
            return name != FilesFolder.marker && lstat("\(path)/\(name)", &found) == 0
                && found.st_mode & S_IFMT == S_IFREG
        }.sorted()
    }

    static func hash(_ content: [UInt8]) -> String {
        "sha256:" + SHA256Digest.hexadecimal(SHA256Digest.of(content))
    }
}
