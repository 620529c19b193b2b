import Foundation
import Redline
import RedlineAnalytics
import RedlineDigest
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("An erasure")
struct ErasureTests {
    static let name = "zora.quill@erase.example"
    static let actor = AuditActor.user("test")

    @Test("leaves nothing of the owner, and everything of the others, while records come in")
    func underLoad() async throws {
        try await MigratedDatabase.with { database in
            let owner = try #require(Owner(Self.name))
            try await Self.recordOthers(in: database)
            try await Self.recordOwner(in: database, ids: 0..<12)
            try await database.rows(
                """
                with made as (
                  insert into redline.dataset (path, shape, filters)
                  values ('pairs.jsonl', 'pairs', '{}'), ('others.jsonl', 'pairs', '{}')
                  returning dataset_id, path
                )
                insert into redline.dataset_record (owner, dataset_id, kind, record_id)
                select owner, dataset_id, 'workflow', owner
                from made cross join unnest(array['\(Self.name)', 'eva']) as owner
                where path = 'pairs.jsonl' or owner = 'eva'
                """
            )
            let before = try await Self.othersRows(in: database)

            let stop = Flag()
            async let load = Self.load(on: database, until: stop)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let receipt = try await OwnerErasures(pool, database.options).erase(
                owner,
                spool: nil,
                by: Self.actor
            )
            stop.set()
            let refused = try await load
            await pool.shutdown()

            #expect(refused > 0)
            #expect(receipt.finishedAt != nil)
            let removed = try #require(
                try JSONSerialization.jsonObject(with: Data(receipt.removed.utf8))
                    as? [String: Int]
            )
            let recalled = try #require(
                try JSONSerialization.jsonObject(with: Data(receipt.recalled.utf8))
                    as? [[String: Any]]
            )
            #expect(recalled.map { $0["path"] as? String } == ["pairs.jsonl"])
            #expect(removed["dataset_record"] == 1)
            #expect(removed["document"] == 2)
            #expect(removed["deliverable_file"] ?? 0 >= 12)
            #expect(removed["export_stage"] ?? 0 >= 24)
            #expect(removed["interaction"] ?? 0 >= 12)
            #expect(removed["person"] == 2)
            #expect(removed["sign_in"] == 1)
            #expect(removed["api_key"] == 1 && removed["idempotency_key"] == 1)
            #expect(try await Self.mentions(in: database) == [])
            #expect(try await Self.othersRows(in: database) == before)

            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            let verified = try await RollUpTests.verified(database)
            #expect(verified.differences.map(\.description).prefix(3) == [])
        }
    }

    @Test("goes on where a crash interrupted it, whichever step that was", arguments: 0..<3)
    func resumed(step: Int) async throws {
        try await MigratedDatabase.with { database in
            try await Self.recordOthers(in: database)
            try await Self.recordOwner(in: database, ids: 0..<4)
            let before = try await Self.othersRows(in: database)
            let id = try await database.column(
                "select redline.begin_erasure('\(Self.name)', 'user:test')"
            )[0]
            let again = try await database.column(
                "select redline.begin_erasure('\(Self.name)', 'user:test')"
            )
            #expect(again == [id])
            if step > 0 {
                let rollUps = RollUps(database.options)
                try await rollUps.forget(erasure: id)
                // Once is enough.
                try await rollUps.forget(erasure: id)
                await rollUps.close()
            }
            if step > 1 {
                let some = try await database.column("select redline.erase_rows('\(id)', 3)")
                #expect(some == ["3"])
            }
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let erasures = OwnerErasures(pool, database.options)
            let receipts = try await erasures.resume(spool: nil, by: Self.actor)
            #expect(receipts.map(\.id) == [id])
            #expect(try await erasures.resume(spool: nil, by: Self.actor) == [])
            await pool.shutdown()
            #expect(try await Self.mentions(in: database) == [])
            #expect(try await Self.othersRows(in: database) == before)
            let verified = try await RollUpTests.verified(database)
            #expect(verified.differences.map(\.description).prefix(3) == [])
        }
    }

    @Test("is refused while a hold is in force, and a hold while it is under way")
    func held() async throws {
        try await MigratedDatabase.with { database in
            let owner = try #require(Owner(Self.name))
            try await Self.recordOwner(in: database, ids: 0..<2)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let holds = OwnerHolds(pool)
            let erasures = OwnerErasures(pool, database.options)
            let first = try await holds.hold(owner, reason: "a claim", by: Self.actor)
            _ = try await holds.hold(owner, reason: "another", by: Self.actor)
            await #expect(throws: ComplianceError.held) {
                try await erasures.erase(owner, spool: nil, by: Self.actor)
            }
            #expect(try await holds.release(owner, id: first, by: Self.actor) == 1)
            await #expect(throws: ComplianceError.held) {
                try await erasures.erase(owner, spool: nil, by: Self.actor)
            }
            #expect(try await holds.release(owner, id: nil, by: Self.actor) == 1)
            #expect(try await holds.release(owner, id: nil, by: Self.actor) == 0)
            #expect(try await holds.list(of: owner, withReleased: false) == [])
            #expect(
                try await holds.list(of: nil, withReleased: true).map(\.reason).sorted()
                    == ["a claim", "another"]
            )
            _ = try await database.column(
                "select redline.begin_erasure('\(Self.name)', 'user:test')"
            )
            await #expect(throws: ComplianceError.beingErased) {
                try await holds.hold(owner, reason: "too late", by: Self.actor)
            }
            _ = try await erasures.erase(owner, spool: nil, by: Self.actor)
            await pool.shutdown()
            #expect(try await Self.mentions(in: database) == [])
        }
    }

    @Test("is kept to by later records, unless they are taken as somebody's new ones")
    func later() async throws {
        try await MigratedDatabase.with { database in
            let owner = try #require(Owner(Self.name))
            try await Self.recordOwner(in: database, ids: 0..<1)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            _ = try await OwnerErasures(pool, database.options).erase(
                owner,
                spool: nil,
                by: Self.actor
            )
            let keys = IdempotencyKeys(pool)
            let claim = IdempotentAcceptance(
                recordID: "x",
                acceptedAt: .now,
                digest: Array(repeating: 1, count: 16)
            )
            let writer = RecordWriter(database.options)
            let records = [
                try prepare(SampleStages.initialSummary(owner: Self.name)),
                try prepare(SampleInteractions.plain(id: "late", owner: Self.name)),
                try prepare(SampleInteractions.plain(id: "other")),
            ]
            let refused = try await writer.write(records)
            #expect(refused.map { $0.isErased } == [true, true, false])
            #expect(try await writer.write([records[1]]).map { $0.isErased } == [true])
            #expect(try await keys.claim("key", of: owner, claim) == claim)
            #expect(try await Self.mentions(in: database) == [])

            try await database.rows(
                "update redline.setting set value = '2' where name = 'after_erasure'"
            )
            let taken = try await writer.write(records)
            #expect(taken.map { $0.isErased } == [false, false, false])
            await writer.close()
            await pool.shutdown()
            #expect(
                try await database.column(
                    "select count(*) from redline.interaction where owner = '\(Self.name)'"
                ) == ["1"]
            )
        }
    }

    @Test("takes what waits in the spool as well, and leaves no trace in its file")
    func spooled() async throws {
        try await TemporaryFolder.with { folder in
            try await MigratedDatabase.with { database in
                let owner = try #require(Owner(Self.name))
                let path = "\(folder.path)/spool.sqlite"
                let spool = try Spool(path: path)
                _ = try await spool.append([
                    try prepare(SampleInteractions.plain(id: "a", owner: Self.name)),
                    try prepare(SampleInteractions.plain(id: "b")),
                    try prepare(SampleInteractions.plain(id: "c", owner: Self.name)),
                ])
                let pool = ConnectionPool(database.options, limits: .init(connections: 2))
                let receipt = try await OwnerErasures(pool, database.options).erase(
                    owner,
                    spool: spool,
                    by: Self.actor
                )
                await pool.shutdown()
                #expect(receipt.spooled == 2)
                let left = try await spool.next(10)
                #expect(left.map(\.recordID) == ["b"])
                spool.close()
                for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(file)"))
                    #expect(bytes.range(of: Data(Self.name.utf8)) == nil, "\(file)")
                }
            }
        }
    }

    // MARK: What is recorded

    private static func recordOthers(in database: MigratedDatabase) async throws {
        let now = Timestamp(microseconds: Timestamp.now.microseconds - 7_200_000_000)
        var workflows = try RandomWorkflows(seed: 11, now: now)
        var calls = try RandomCalls(seed: 11, now: now)
        let writer = RecordWriter(database.options)
        let arrival = workflows.arrival()
        for batch in workflows.batches(of: arrival) {
            _ = try await writer.write(batch)
        }
        for batch in calls.batches() { _ = try await writer.write(batch) }
        await writer.close()
    }

    /// Exports, interactions, keys, and everything else that can belong to an owner.
    static func recordOwner(
        in database: MigratedDatabase,
        ids: Range<Int>
    ) async throws {
        let now = "\(Timestamp(microseconds: Timestamp.now.microseconds - 3_600_000_000))"
        let writer = RecordWriter(database.options)
        for id in ids {
            let workflow = "019cb82e-c9c0-7abc-8def-\(String(format: "%012d", id))"
            _ = try await writer.write([
                try prepare(
                    SampleStages.initialSummary(id: workflow, owner: name, timestamp: nil),
                    at: now
                ),
                try prepare(
                    SampleStages.modifications(id: workflow, owner: name, timestamp: nil),
                    at: now
                ),
                try prepare(
                    SampleInteractions.full
                        .replacing("ada@example.com", with: name)
                        .replacing("chat-1", with: "chat-\(id)")
                        .replacing("2026-03-04T10:30:00.25+01:00", with: now),
                    at: now
                ),
            ])
        }
        await writer.close()
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        await rollUps.close()
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let owner = try #require(Owner(name))
        let content = Array("of \(name)".utf8)
        let file = StoredDeliverable(
            bytes: content,
            name: "\(name).csv",
            mediaType: "text/csv",
            contentHash: "sha256:" + SHA256Digest.hexadecimal(SHA256Digest.of(content))
        )
        for id in ids {
            let workflow = "019cb82e-c9c0-7abc-8def-\(String(format: "%012d", id))"
            try await DeliverableStore(pool).store(
                file,
                of: try #require(WorkflowID(workflow)),
                owner,
                revision: 1
            )
        }
        for data in [#"{"by": "\#(name)"}"#, "{}"] {
            _ = try await DocumentStore(pool).store(
                try SampleDocuments.invoice("of \(name)", owner: name, data: data)
            )
        }
        _ = try await KeyStore(pool).create(
            try APIKeyRequest(name: "for \(name)", role: .owner, owner: owner, expiresAt: nil),
            by: actor
        )
        for role in [KeyRole.owner, .analyst] {
            let holder = AccountHolder(
                issuer: "https://login.example.com",
                subject: "\(role) \(name)",
                role: role,
                owner: owner
            )
            _ = try await SignIns(pool).begin(with: #require(holder))
        }
        _ = try await SignIns(pool).begin(as: owner)
        _ = try await IdempotencyKeys(pool).claim(
            "key",
            of: owner,
            IdempotentAcceptance(
                recordID: "y",
                acceptedAt: .now,
                digest: Array(repeating: 2, count: 16)
            )
        )
        await pool.shutdown()
    }

    /// Writes records of the owner and of another one until it is told to stop; how many of the
    /// owner's were refused.
    private static func load(on database: MigratedDatabase, until stop: Flag) async throws -> Int {
        let writer = RecordWriter(database.options)
        var refused = 0
        for number in 0... where !stop.isSet || refused == 0 {
            let outcomes = try await writer.write([
                try prepare(
                    SampleInteractions.plain(
                        id: "load-\(number)",
                        owner: name,
                        timestamp: nil,
                        thread: "t"
                    ),
                    at: "\(Timestamp.now)"
                ),
                try prepare(
                    SampleInteractions.plain(
                        id: "load-\(number)",
                        owner: "load@example.com",
                        timestamp: nil
                    ),
                    at: "\(Timestamp.now)"
                ),
            ])
            if outcomes[0].isErased { refused += 1 }
            if stop.isSet, refused > 0 { break }
        }
        await writer.close()
        return refused
    }

    // MARK: What is left

    /// The tables of the database in which the name is found anywhere.
    static func mentions(in database: MigratedDatabase) async throws -> [String] {
        let tables = try await database.column(
            "select tablename from pg_tables where schemaname = 'redline' order by tablename"
        )
        var found: [String] = []
        for table in tables {
            let rows = try await database.column(
                "select count(*) from redline.\(table) r where strpos(r::text, '\(name)') > 0"
            )
            if rows != ["0"] { found.append(table) }
        }
        return found
    }

    /// A digest of the others' rows of each table that has owners, but of those that come in now.
    private static func othersRows(in database: MigratedDatabase) async throws -> [String] {
        var digests: [String] = []
        for table in try await database.column("select redline.tables_of_owners()::text") {
            digests += try await database.column(
                """
                select '\(table) ' || count(*) || ' ' || coalesce(md5(string_agg(r::text, '|' order by r::text)), '')
                from \(table) r
                where owner not in ('\(name)', 'load@example.com') and '\(table)' !~ 'rollup'
                """
            )
        }
        return digests
    }
}

extension RecordOutcome {
    var isErased: Bool {
        if case .ownerErased = self { true } else { false }
    }
}
