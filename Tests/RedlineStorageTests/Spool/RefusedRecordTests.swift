import Foundation
import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// Records of the spool that the database refused.
@Suite("Refused records of the spool")
struct RefusedRecordTests {
    private static func record(
        _ id: String,
        owner: String = SampleInteractions.owner,
        bytes: Int = 10
    ) throws -> PreparedRecord {
        let text = String(repeating: "x", count: bytes)
        return try prepare(SampleInteractions.plain(id: id, owner: owner, message: text))
    }

    /// Has the spool take records and sets them aside; the ids of those that made way.
    private static func refuse(_ records: [PreparedRecord], _ spool: Spool) async throws -> [String]
    {
        _ = try await spool.append(records)
        let entries = try await spool.next(records.count)
        return try await spool.settle([], refused: entries.map { ($0, "because") }).map(\.recordID)
    }

    @Test("are listed without content, put in line again, or removed with all that they hold")
    func commands() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/spool.sqlite"
            let spool = try Spool(path: path)
            let other = try Spool(path: path)
            try await other.noticeOthers()
            _ = try await Self.refuse((0..<4).map { try Self.record("i-\($0)") }, spool)
            let listed = try await spool.refused()
            let lines = listed.map { "\($0.number) \($0.acceptedAt) \($0.kind) \($0.recordID)" }
            #expect(
                lines == (0..<4).map { "\($0 + 1) 2026-03-05T12:00:00Z interaction i-\($0)" }
            )
            #expect(Set(listed.map { $0.owner?.name }) == [SampleInteractions.owner])
            #expect(Set(listed.map(\.reason)) == ["because"])
            #expect(try await spool.retry([2, 9, 1]) == [2, 1])
            #expect(try await spool.next(9).map(\.recordID) == ["i-1", "i-0"])
            #expect(try await spool.discard([3, 3, 8]) == [3])
            #expect(try await spool.refused().map(\.recordID) == ["i-3"])
            // Another process that has the file open sees what was put in line.
            #expect(!other.hasReady)
            try await other.noticeOthers()
            #expect(other.hasReady)
            other.close()
            spool.close()
        }
    }

    @Test("are gone from the disk when they are removed")
    func erased() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/spool.sqlite"
            let spool = try Spool(path: path)
            let secret = "a message that nobody is to find"
            let record = try prepare(SampleInteractions.plain(message: secret))
            _ = try await Self.refuse([record], spool)
            _ = try await spool.discard(try await spool.refused().map(\.number))
            for name in [path, path + "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: name))
                #expect(bytes.range(of: Data(secret.utf8)) == nil)
            }
            spool.close()
        }
    }

    @Test("leave all of the limit to what waits, also after a restart")
    func share() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/spool.sqlite"
            /// How many records of 100 kB the spool takes.
            func room(_ spool: Spool) async throws -> Int {
                var taken = 0
                while taken < 100 {
                    do {
                        _ = try await spool.append([try Self.record("w", bytes: 100_000)])
                    } catch SpoolError.full {
                        break
                    }
                    taken += 1
                }
                try await spool.settle(try await spool.next(100), refused: [])
                return taken
            }
            var spool = try Spool(path: path, limit: 2 << 20)
            let before = try await room(spool)
            #expect((15...20).contains(before))
            let large = try (0..<5).map { try Self.record("r-\($0)", bytes: 100_000) }
            #expect(try await Self.refuse(large, spool) == [])
            #expect(try await room(spool) == before)
            spool.close()
            spool = try Spool(path: path, limit: 2 << 20)
            #expect(try await room(spool) == before)
            let status = try await spool.status()
            #expect(status.refused == 5)
            #expect((500_000...530_000).contains(status.refusedBytes))
            #expect(status.refusedLimit == 1 << 19)
            spool.close()
        }
    }

    @Test("make way beyond their share: the oldest ones of the owner who has most")
    func makeWay() async throws {
        try await TemporaryFolder.with { folder in
            let spool = try Spool(path: "\(folder.path)/spool.sqlite", limit: 2 << 20)
            let quiet = try (0..<2).map {
                try Self.record("quiet-\($0)", owner: "bob@example.com", bytes: 50_000)
            }
            #expect(try await Self.refuse(quiet, spool) == [])
            var removed: [String] = []
            for number in 0..<9 {
                let record = try Self.record("loud-\(number)", bytes: 100_000)
                removed += try await Self.refuse([record], spool)
            }
            #expect(removed == (0..<6).map { "loud-\($0)" })
            #expect(
                try await spool.refused().map(\.recordID)
                    == ["quiet-0", "quiet-1", "loud-6", "loud-7", "loud-8"]
            )
            spool.close()
        }
    }

    @Test("are recorded once they can be, and told of where they make way")
    func retried() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let spool = try Spool(path: "\(folder.path)/spool.sqlite", limit: 1 << 20)
                let notices = NoticeList()
                let counts = RecordingCounts()
                let drain = SpoolDrain(
                    database.options,
                    spool: spool,
                    presence: DatabasePresence(),
                    idempotency: IdempotencyKeys(ConnectionPool(database.options)),
                    counts: counts,
                    notice: { notices.add($0) }
                )
                let feedback = try prepare(SampleStages.feedback(), requiresWorkflow: true)
                _ = try await spool.append([feedback])
                try await drain.drain()
                let writer = RecordWriter(database.options)
                _ = try await writer.write([try prepare(SampleStages.initialSummary())])
                await writer.close()
                let numbers = try await spool.refused().map(\.number)
                #expect(try await spool.retry(numbers).count == 1)
                #expect(try await drain.drain().moved == 1)
                // Three of 100 kB are more than a quarter of 1 MiB.
                for number in 0..<3 {
                    let conflict = try Self.record("same", bytes: 100_000 + number)
                    _ = try await spool.append([conflict])
                }
                _ = try await spool.append([try Self.record("same", bytes: 100_003)])
                try await drain.drain()
                let conflict = "refused same: another record with this id is stored"
                #expect(
                    notices.lines == [
                        "refused \(SampleStages.workflow): there is no such workflow",
                        conflict, conflict, conflict,
                        "discarded same: another record with this id is stored",
                    ]
                )
                #expect(counts.snapshot.discarded == 1)
                await drain.close()
                spool.close()
            }
        }
    }
}
