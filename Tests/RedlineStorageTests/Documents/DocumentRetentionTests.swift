import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Retention of documents")
struct DocumentRetentionTests {
    private static let actor = AuditActor.user("test")

    @Test("a document past its time is stored anew, and its number is not given again")
    func anew() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let store = DocumentStore(pool)
            let document = try SampleDocuments.invoice()
            let first = try await store.store(document)
            try await Self.age("", days: 31, in: database)
            await #expect(throws: DocumentRefusal.outdated) {
                try await store.store(document, replacing: DocumentCondition([first.tag]))
            }
            let second = try await store.store(document)
            #expect(second.version == 2 && second.isNew)
            let owner = SampleDocuments.owner
            let versions = "select version from redline.document order by version"
            let seen = try await database.column(versions, role: "redline_owner", owner: owner)
            #expect(seen == ["2"])
            #expect(try await database.column(versions) == ["1", "2"])
            // When the first has gone, the second goes on.
            _ = try await Retention(pool).run(by: Self.actor)
            let third = try await store.store(try SampleDocuments.invoice(data: "{}"))
            #expect(third.version == 3)
            await pool.shutdown()
        }
    }

    @Test("drops the space of weeks that have documents alone, and keeps what is held of them")
    func weeks() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let store = DocumentStore(pool)
            for number in 0..<9 {
                _ = try await store.store(try SampleDocuments.invoice("d\(number)"))
            }
            _ = try await store.store(try SampleDocuments.invoice(owner: "held@example.com"))
            try await Self.age("", days: 39, in: database)
            let held = try #require(Owner("held@example.com"))
            _ = try await OwnerHolds(pool).hold(held, reason: "a claim", by: Self.actor)
            let retention = Retention(pool)
            let plan = try await retention.plan().filter { $0.gone + $0.stay > 0 }
            #expect(plan.map { "\($0.kind) \($0.gone) \($0.stay)" } == ["export 9 1"])
            let run = try #require(try await retention.run(by: Self.actor))
            #expect(run.removed == 10 && run.left == 0 && run.freedBytes > 0)
            let owners = "select owner from redline.document"
            #expect(try await database.column(owners) == ["held@example.com"])
            let compliance = try await database.column(owners, role: "redline_compliance")
            #expect(compliance == ["held@example.com"])
            #expect(try await database.column(owners, role: "redline_admin") == compliance)
            let own = try await database.column(
                owners,
                role: "redline_owner",
                owner: "held@example.com"
            )
            #expect(own == [])
            await pool.shutdown()
        }
    }

    @Test(
        "removes nothing that is held or in its time, and shows nothing past it",
        arguments: [2, 19, 44]
    )
    func calendars(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            var random = SplitMix64(seed: seed)
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let store = DocumentStore(pool)
            let retention = Retention(pool)
            let holds = OwnerHolds(pool)
            var calendar = Calendar()
            for step in 0..<20 {
                let name = "o\(Int.random(in: 0..<3, using: &random))@example.com"
                let owner = try #require(Owner(name))
                switch Int.random(in: 0..<5, using: &random) {
                case 0, 1:
                    for _ in 0..<4 {
                        let days = Int.random(in: 0..<44, using: &random)
                        let id = "s\(step)-\(calendar.entries.count)"
                        let document = try SampleDocuments.invoice(id, owner: name)
                        _ = try await store.store(document)
                        try await Self.age(id, days: days, in: database)
                        calendar.entries.append(.init(owner: name, id: id, days: days))
                    }
                case 2:
                    _ = try await holds.hold(owner, reason: "step \(step)", by: Self.actor)
                    calendar.held.insert(name)
                case 3:
                    _ = try await holds.release(owner, id: nil, by: Self.actor)
                    calendar.held.remove(name)
                default:
                    calendar.kept = [10, 30, 40][Int.random(in: 0..<3, using: &random)]
                    try await retention.set(.export, days: calendar.kept, by: Self.actor)
                    let run = try await retention.run(by: Self.actor)
                    #expect(run?.left == 0)
                    calendar.mayHaveGone()
                }
                try await Self.expect(calendar, in: database)
            }
            await pool.shutdown()
        }
    }

    /// A model of what is kept.
    private struct Calendar {
        struct Entry: Hashable {
            let owner: String
            let id: String
            let days: Int
        }

        var entries: [Entry] = []
        /// What was past its time, and not held, when a run was made.
        var gone: Set<Entry> = []
        var held: Set<String> = []
        var kept = 30

        mutating func mayHaveGone() {
            for entry in entries where entry.days >= kept && !held.contains(entry.owner) {
                gone.insert(entry)
            }
        }
    }

    private static func expect(_ calendar: Calendar, in database: MigratedDatabase) async throws {
        let ids = "select document_id from redline.document order by document_id"
        let there = Set(try await database.column(ids))
        let certain = calendar.entries.filter { !calendar.gone.contains($0) }.map(\.id)
        #expect(there.isSuperset(of: certain))
        #expect(there.isSubset(of: calendar.entries.map(\.id)))
        var all: Set<String> = []
        for owner in Set(calendar.entries.map(\.owner)) {
            let seen = try await database.column(ids, role: "redline_owner", owner: owner)
            let readable = calendar.entries.filter {
                $0.owner == owner && $0.days < calendar.kept && there.contains($0.id)
            }
            #expect(seen == readable.map(\.id).sorted())
            all.formUnion(seen)
        }
        let held = calendar.entries.filter {
            calendar.held.contains($0.owner) && there.contains($0.id)
        }
        let compliance = try await database.column(ids, role: "redline_compliance")
        #expect(Set(compliance) == all.union(held.map(\.id)))
    }

    /// Makes the documents of that id (all where it is empty) as old as that and half an hour.
    private static func age(_ id: String, days: Int, in database: MigratedDatabase) async throws {
        let time = "now() - interval '\(days) days 30 minutes'"
        _ = try await database.column("select redline.ensure_partitions('export', \(time))")
        try await database.rows(
            """
            update redline.document
            set created_at = created_at - interval '\(days) days 30 minutes',
              kept_from = kept_from - interval '\(days) days 30 minutes'
            where '\(id)' in ('', document_id)
            """
        )
    }
}
