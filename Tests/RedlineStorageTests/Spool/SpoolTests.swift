import Foundation
import GRDB
import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("The spool")
struct SpoolTests {
    /// A database that cannot be reached.
    private static let nowhere = ConnectionOptions("host=/nonexistent dbname=none")

    private static func drain(
        _ database: MigratedDatabase,
        _ spool: Spool,
        _ presence: DatabasePresence = DatabasePresence()
    ) -> SpoolDrain {
        SpoolDrain(
            database.options,
            spool: spool,
            presence: presence,
            idempotency: IdempotencyKeys(ConnectionPool(database.options)),
            notice: { _ in }
        )
    }

    @Test("keeps records in order over a restart, in a file that is its owner's alone")
    func kept() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/deeper/spool.sqlite"
            let records = try (0..<7).map { try prepare(SampleInteractions.plain(id: "i-\($0)")) }
            do {
                let spool = try Spool(path: path)
                #expect(spool.isEmpty)
                let receipts = try await spool.append(Array(records[..<4]))
                #expect(receipts.map(\.id) == ["i-0", "i-1", "i-2", "i-3"])
                _ = try await spool.append(Array(records[4...]))
                spool.close()
            }
            let spool = try Spool(path: path)
            #expect(!spool.isEmpty)
            let entries = try await spool.next(5)
            #expect(entries.map(\.recordID) == ["i-0", "i-1", "i-2", "i-3", "i-4"])
            for (entry, record) in zip(entries, records) {
                let again = try entry.prepared()
                #expect(again.digest == record.digest)
                #expect(again.acceptedAt == record.acceptedAt)
                #expect(again.recordID == record.recordID)
            }
            try await spool.settle(Array(entries[..<4]), refused: [(entries[4], "because")])
            let status = try await spool.status()
            #expect(status.waiting == 2)
            #expect(status.refused == 1)
            #expect(status.oldest == records[5].acceptedAt)
            #expect(status.limit == Spool.standardLimit)
            #expect(status.bytes > 0)
            spool.close()
            for (name, mode) in [(path, 0o600), ("\(folder.path)/deeper", 0o700)] {
                let found = try FileManager.default.attributesOfItem(atPath: name)
                #expect(found[.posixPermissions] as? Int == mode)
            }
        }
    }

    @Test("knows what waits, however taking in, taking out and counting anew meet")
    func counts() async throws {
        try await TemporaryFolder.with { folder in
            let spool = try Spool(path: "\(folder.path)/spool.sqlite")
            try await withThrowingTaskGroup { group in
                for sender in 0..<4 {
                    group.addTask {
                        for number in 0..<50 {
                            let record = SampleInteractions.plain(id: "\(sender)-\(number)")
                            _ = try await spool.append([try prepare(record)])
                        }
                    }
                }
                group.addTask {
                    var taken = 0
                    while taken < 200 {
                        let entries = try await spool.next(10)
                        try await spool.settle(entries, refused: [])
                        taken += entries.count
                        // Not in the end: a last count would mend what went wrong before.
                        if taken < 100 { try spool.recount() }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await spool.status().waiting == 0)
            #expect(spool.isEmpty)
            spool.close()
        }
    }

    @Test("flushes every commit to the disk and overwrites what it takes out")
    func durable() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/spool.sqlite"
            let spool = try Spool(path: path)
            let settings = try await spool.settings([
                "synchronous", "secure_delete", "journal_mode",
            ])
            #expect(settings == ["2", "1", "wal"])
            let secret = "a message that nobody is to find"
            _ = try await spool.append([try prepare(SampleInteractions.plain(message: secret))])
            try await spool.settle(try await spool.next(10), refused: [])
            try await spool.shrink()
            spool.close()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test("sets a refused record aside even where it is full")
    func fullOfRefusals() async throws {
        try await TemporaryFolder.with { folder in
            let spool = try Spool(path: "\(folder.path)/spool.sqlite", limit: 1 << 20)
            let text = String(repeating: "x", count: 100_000)
            var taken = 0
            while true {
                let record = try prepare(SampleInteractions.plain(id: "\(taken)", message: text))
                do {
                    _ = try await spool.append([record])
                } catch SpoolError.full {
                    break
                }
                taken += 1
            }
            let entries = try await spool.next(2)
            try await spool.settle([], refused: [(entries[0], "one")])
            try await spool.settle([], refused: [(entries[1], "two")])
            #expect(try await spool.reasons() == ["one", "two"])
            #expect(try await spool.status().waiting == taken - 2)
            // The limit holds for what comes in, as before.
            let large = String(repeating: text, count: 9)
            let record = try prepare(SampleInteractions.plain(id: "large", message: large))
            await #expect(throws: SpoolError.full) { _ = try await spool.append([record]) }
            spool.close()
        }
    }

    @Test("refuses what is beyond its limit, and takes more when there is room again")
    func full() async throws {
        try await TemporaryFolder.with { folder in
            let spool = try Spool(path: "\(folder.path)/spool.sqlite", limit: 1 << 20)
            let text = String(repeating: "x", count: 100_000)
            func large(_ number: Int) throws -> PreparedRecord {
                try prepare(SampleInteractions.plain(id: "i-\(number)", response: text))
            }
            var kept = 0
            await #expect(throws: SpoolError.full) {
                while kept < 100 {
                    _ = try await spool.append([try large(kept)])
                    kept += 1
                }
            }
            #expect((5...10).contains(kept))
            #expect(try await spool.status().waiting == kept)
            try await spool.settle(try await spool.next(3), refused: [])
            _ = try await spool.append([try large(200)])
            #expect(try await spool.status().waiting == kept - 2)
            spool.close()
        }
    }

    @Test("gives out no more bytes at once than that, but one record of any size")
    func bytes() async throws {
        try await TemporaryFolder.with { folder in
            let spool = try Spool(path: "\(folder.path)/spool.sqlite")
            let text = String(repeating: "x", count: 100_000)
            for number in 0..<3 {
                let record = SampleInteractions.plain(id: "i-\(number)", message: text)
                _ = try await spool.append([try prepare(record)])
            }
            #expect(try await spool.next(9, bytes: 250_000).map(\.recordID) == ["i-0", "i-1"])
            #expect(try await spool.next(9, bytes: 10).map(\.recordID) == ["i-0"])
            #expect(try await spool.next(9).count == 3)
            spool.close()
        }
    }

    @Test("says what a path is that it cannot use")
    func notUsable() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("text.sqlite", String(repeating: "no database ", count: 99))
            #expect(throws: SpoolError.notUsable("file is not a database")) {
                try Spool(path: path)
            }
        }
    }

    @Test("takes records while the database is away; later they are stored once, in order")
    func away() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let spool = try Spool(path: "\(folder.path)/spool.sqlite")
                let presence = DatabasePresence()
                let away = DurableWriter(Self.nowhere, spool: spool, presence: presence)
                let records = try [
                    SampleInteractions.full, SampleStages.initialSummary(),
                    SampleStages.modifications(owner: nil), SampleStages.deliverable(),
                    SampleStages.feedback(), SampleInteractions.plain(timestamp: nil),
                ].map { try prepare($0) }
                let outcomes = try await away.write(records)
                #expect(outcomes.allSatisfy { $0.words.hasPrefix("spooled ") })
                #expect(presence.isAway)
                // A retry before the database is back.
                _ = try await away.write([records[0]])
                #expect(try await spool.status().waiting == 7)
                let drain = Self.drain(database, spool)
                #expect(try await drain.drain().moved == 7)
                #expect(spool.isEmpty)
                let writer = RecordWriter(database.options)
                let again = try await writer.write(records).map(\.words)
                #expect(again.allSatisfy { $0.hasPrefix("duplicate ") }, "\(again)")
                #expect(
                    try await database.column(
                        "select count(*) from redline.interaction "
                            + "union all select count(*) from redline.export_stage"
                    ) == ["2", "4"]
                )
                await writer.close()
                await drain.close()
                spool.close()
            }
        }
    }

    @Test("keeps the order of an owner: what comes later waits behind, others do not")
    func order() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let spool = try Spool(path: "\(folder.path)/spool.sqlite")
                let writer = DurableWriter(
                    database.options,
                    spool: spool,
                    presence: DatabasePresence(),
                    // The database is there, however busy the machine is.
                    patience: .seconds(60)
                )
                let first = try prepare(SampleStages.initialSummary())
                #expect(
                    try await SpoolingWriter(spool).write([first])[0].words.hasPrefix("spooled")
                )
                var second = try prepare(SampleStages.modifications())
                second.requiresWorkflow = true
                let other = try prepare(SampleInteractions.plain(owner: "bob@example.com"))
                let outcomes = try await writer.write([second, other]).map(\.words)
                #expect(outcomes[0].hasPrefix("spooled "))
                #expect(outcomes[1].hasPrefix("recorded "))
                let drain = Self.drain(database, spool)
                #expect(try await drain.drain() == .init(moved: 2))
                #expect(try await writer.write([second])[0].words.hasPrefix("duplicate "))
                await writer.close()
                await drain.close()
                spool.close()
            }
        }
    }

    @Test("sets aside what the database refuses, with the reason, and goes on")
    func refused() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let spool = try Spool(path: "\(folder.path)/spool.sqlite")
                var lost = try prepare(SampleStages.feedback())
                lost.requiresWorkflow = true
                let sound = try prepare(SampleInteractions.plain(id: "sound"))
                let other = try prepare(
                    SampleInteractions.plain(id: "sound", response: "something else")
                )
                _ = try await spool.append([lost, sound, other])
                let drain = Self.drain(database, spool)
                #expect(try await drain.drain() == .init(moved: 1, refused: 2))
                #expect(try await spool.status().waiting == 0)
                #expect(
                    try await spool.reasons() == [
                        "there is no such workflow", "another record with this id is stored",
                    ]
                )
                await drain.close()
                spool.close()
            }
        }
    }

    @Test("stores a record once whose Idempotency-Key came before and during an outage")
    func idempotent() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let spool = try Spool(path: "\(folder.path)/spool.sqlite")
                let text = SampleInteractions.plain(timestamp: nil)
                var first = try prepare(text, at: "2026-03-05T12:00:00Z")
                var second = try prepare(text, at: "2026-03-05T12:00:01Z")
                first.idempotencyKey = "k"
                second.idempotencyKey = "k"
                _ = try await spool.append([first])
                let owner = try #require(first.record.owner)
                #expect(try await spool.acceptance("k", of: owner)?.recordID == first.recordID)
                #expect(try await spool.acceptance("j", of: owner) == nil)
                _ = try await spool.append([second])
                let drain = Self.drain(database, spool)
                #expect(try await drain.drain().moved == 2)
                #expect(
                    try await database.column("select interaction_id from redline.interaction")
                        == [first.recordID]
                )
                await drain.close()
                spool.close()
            }
        }
    }

    @Test(
        "takes over where the database does not answer in time, and it is stored once all the same"
    )
    func slow() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let spool = try Spool(path: "\(folder.path)/spool.sqlite")
                let presence = DatabasePresence()
                let writer = DurableWriter(
                    database.options,
                    spool: spool,
                    presence: presence,
                    patience: .milliseconds(300)
                )
                let record = try prepare(SampleInteractions.plain(id: "slow"))
                _ = try await database.withConnection { connection in
                    try await connection.execute("begin")
                    try await connection.execute(
                        "lock table redline.interaction_key in exclusive mode"
                    )
                    let outcome = try await writer.write([record])[0]
                    #expect(outcome.words.hasPrefix("spooled "))
                    #expect(presence.isAway)
                    try await connection.execute("commit")
                }
                let drain = Self.drain(database, spool, presence)
                let running = Task { await drain.run { _ in } }
                while presence.isAway || !spool.isEmpty {
                    try await Task.sleep(for: .milliseconds(20))
                }
                running.cancel()
                await running.value
                let patient = RecordWriter(database.options)
                #expect(try await patient.write([record])[0].words.hasPrefix("duplicate "))
                await patient.close()
                #expect(
                    try await database.column("select count(*) from redline.interaction") == ["1"]
                )
                await writer.close()
                await drain.close()
                spool.close()
            }
        }
    }
}

extension SpoolDrain.Tally {
    fileprivate init(moved: Int, refused: Int = 0) {
        self.init()
        self.moved = moved
        self.refused = refused
    }
}
