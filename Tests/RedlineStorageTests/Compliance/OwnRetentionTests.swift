import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Retention by owner")
struct OwnRetentionTests {
    private static let actor = AuditActor.user("test")
    private static let kinds: [RetentionKind] = [.export, .interaction]

    @Test("keeps a longer time's records when their week goes, and removes a shorter one's before")
    func weeks() async throws {
        try await Self.with { database, pool, retention in
            try await AgedRecords.record(30, "old", days: 39, in: database)
            try await AgedRecords.record(40, "long", days: 39, in: database)
            try await AgedRecords.record(20, "short", days: 5, in: database)
            try await AgedRecords.record(3, "held", days: 5, in: database)
            try await AgedRecords.record(5, "new", days: 5, in: database)
            let today = try await database.column("select current_date")[0]
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            let figures = try await AgedRecords.figures(in: database)
            let held = try #require(Owner("held"))
            _ = try await OwnerHolds(pool).hold(held, reason: "a claim", by: Self.actor)
            for (name, days) in [("long", 400), ("short", 3), ("held", 3)] {
                let owner = try #require(Owner(name))
                for kind in Self.kinds {
                    try await retention.agree(kind, days: days, of: owner, by: Self.actor)
                }
            }
            // At once, before anything has gone.
            #expect(try await Self.readable(in: database) == ["long", "new"])

            let weeks = try await retention.plan().filter { $0.gone > 0 }
            #expect(
                weeks.map { "\($0.kind) \($0.gone) \($0.stay) \($0.isDue)" }
                    == ["export 60 80 true", "interaction 30 40 true"]
            )
            let past = try await retention.ownersPast()
            #expect(
                past.map { "\($0.owner) \($0.kind) \($0.gone)" }
                    == ["short export 40", "short interaction 20"]
            )
            #expect(past.allSatisfy { $0.bytes > 20 * 500 })
            let run = try #require(try await retention.run(by: Self.actor))
            #expect(run.weeks >= 2 && run.left == 0 && run.freedBytes > 0)
            #expect(try await retention.ownersPast() == [])
            for table in ["export_stage", "correction", "workflow", "interaction", "tool_call"] {
                let owners = try await database.column(
                    "select distinct owner from redline.\(table) order by owner"
                )
                #expect(owners == ["held", "long", "new"], "\(table)")
            }
            for table in ["rollup_counted", "interaction_key"] {
                let owners = try await database.column(
                    "select distinct owner from redline.\(table) order by owner"
                )
                #expect(owners == ["held", "long", "new"], "\(table)")
            }
            #expect(try await Self.readable(in: database) == ["long", "new"])

            // The figures of days that are no longer whole are those that were counted.
            #expect(try await AgedRecords.figures(in: database) == figures)
            #expect(try await RollUpTests.verified(database).differences.map(\.description) == [])
            try await rollUps.rebuild()
            #expect(try await AgedRecords.figures(in: database) == figures)
            let whole = try await database.column(
                """
                select exports_whole_from = date '\(today)' - 4 from redline.rollup_state
                """
            )
            #expect(whole == ["t"])
            await rollUps.close()

            // Lifted, what is still there comes back, and what everybody's time has run out for goes.
            #expect(try await retention.lift(.export, of: held, by: Self.actor))
            #expect(try await !retention.lift(.export, of: held, by: Self.actor))
            let owner = try #require(Owner("long"))
            for kind in Self.kinds {
                #expect(try await retention.lift(kind, of: owner, by: Self.actor))
            }
            #expect(try await Self.readable(in: database, "export_stage") == ["held", "new"])
            #expect(try await Self.readable(in: database, "interaction") == ["new"])
            _ = try await retention.run(by: Self.actor)
            let left = try await database.column(
                "select distinct owner from redline.interaction order by owner"
            )
            #expect(left == ["held", "new"])
        }
    }

    @Test("waits for what the roll-ups have still to count")
    func pending() async throws {
        try await Self.with { database, _, retention in
            try await AgedRecords.record(2, "short", days: 5, in: database)
            let owner = try #require(Owner("short"))
            try await retention.agree(.interaction, days: 3, of: owner, by: Self.actor)
            let count = "select count(*) from redline.interaction"
            _ = try await retention.run(by: Self.actor)
            #expect(try await database.column(count) == ["2"])
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            let run = try #require(try await retention.run(by: Self.actor))
            #expect(run.removed == 2)
            #expect(try await database.column(count) == ["0"])
            let calls = "select sum(interactions) from redline.rollup_activity where dimension = ''"
            #expect(try await database.column(calls) == ["2"])
        }
    }

    @Test("leaves a week that an owner's own time keeps, and looks at it the more seldom")
    func seldom() async throws {
        try await Self.with { database, _, retention in
            let owner = try #require(Owner("long"))
            for kind in Self.kinds {
                try await retention.set(kind, days: 1, by: Self.actor)
                try await retention.agree(kind, days: 3_650, of: owner, by: Self.actor)
            }
            try await AgedRecords.record(2, "long", days: 39, in: database)
            let run = try #require(try await retention.run(by: Self.actor))
            #expect(run.removed == 0)
            let weeks = try await retention.plan().filter { $0.kind == "interaction" }
            #expect(weeks == [])
            let next = try await database.column(
                """
                select look_again_at between now() + '30 hours' and now() + '40 hours'
                from redline.partition_week
                where relation = 'interaction' and look_again_at > now()
                """
            )
            #expect(next == ["t"])
        }
    }

    @Test("says of each record until when it is kept")
    func ends() async throws {
        try await Self.with { database, pool, retention in
            for (name, days) in [("short", 7), ("long", 90)] {
                let owner = try #require(Owner(name))
                for kind in Self.kinds {
                    try await retention.agree(kind, days: days, of: owner, by: Self.actor)
                }
            }
            let reader = RecordReader(pool)
            for (name, days) in [("short", 7), ("long", 90), ("other", 30)] {
                let owner = try #require(Owner(name))
                let time = AgedRecords.daysAgo(1)
                let end = time.adding(days: days)
                let writer = RecordWriter(database.options)
                let records =
                    try AgedRecords.workflow(days, name, at: time)
                    + AgedRecords.interaction(days, name, at: time)
                // Once, and the same once more.
                for _ in 0..<2 {
                    let receipts = try await writer.write(records).compactMap(\.receipt)
                    #expect(receipts.map(\.expiresAt) == [end, end, end], "\(name)")
                }
                await writer.close()
                let document = try await DocumentStore(pool).store(
                    SampleDocuments.invoice(owner: name)
                )
                #expect(document.expiresAt == document.createdAt.adding(days: days))

                for access in [ReadAccess.owner(owner), .compliance] {
                    let exports = try await reader.exports(
                        as: access,
                        by: Self.actor
                    ).rows
                    #expect(exports.first { $0.owner == name }?.expiresAt == end, "\(name)")
                    let interactions = try await reader.interactions(as: access, by: Self.actor)
                    let entry = interactions.rows.first { $0.owner == name }
                    #expect(entry?.expiresAt == end, "\(name)")
                    let documents = try await reader.documents(as: access, by: Self.actor).rows
                    let summary = documents.first { $0.owner == name }
                    #expect(summary?.expiresAt == document.expiresAt, "\(name)")
                    let id = try #require(exports.first { $0.owner == name }?.workflowID)
                    let detail = try await reader.workflow(id, as: access, by: Self.actor)
                    #expect(detail.expiresAt == end, "\(name)")
                }
            }
        }
    }

    @Test("is agreed a thousand times at most, and not with whom an erasure is under way")
    func refusals() async throws {
        try await Self.with { database, _, retention in
            let owner = try #require(Owner("new"))
            try await database.rows(
                """
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                select 'o' || number, 'export', 40, 'test' from generate_series(1, 1000) number
                """
            )
            await #expect(throws: RetentionAgreementError.tooMany) {
                try await retention.agree(.export, days: 7, of: owner, by: Self.actor)
            }
            let known = try #require(Owner("o7"))
            try await retention.agree(.export, days: 7, of: known, reason: "why", by: Self.actor)
            let agreements = try await retention.agreements()
            #expect(agreements.count == 1_000)
            let agreed = try #require(agreements.first { $0.owner == known })
            #expect(agreed.days == 7 && agreed.reason == "why" && agreed.agreedBy == "user:test")
            #expect(try await retention.lift(.export, of: known, by: Self.actor))
            try await database.rows(
                """
                insert into redline.erasure (owner, owner_digest, requested_by)
                values ('new', 'digest', 'test')
                """
            )
            await #expect(throws: RetentionAgreementError.beingErased) {
                try await retention.agree(.export, days: 7, of: owner, by: Self.actor)
            }
            let told = try await database.column(
                """
                select detail ->> 'days' from redline.audit_entry
                where action = 'set_retention' and whose = array[redline.owner_digest('o7')]
                order by entry_id
                """
            )
            #expect(told == ["7", "everybody's"])
        }
    }

    // MARK: Content of tools

    @Test("has content of tools go by the shorter of two times, of whom that is agreed alone")
    func toolContent() async throws {
        try await Self.with { database, _, retention in
            for name in ["content", "whole", "held", "other"] {
                try await AgedRecords.record(3, name, days: 20, in: database)
            }
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            let held = try #require(Owner("held"))
            _ = try await OwnerHolds(ConnectionPool(database.options)).hold(
                held,
                reason: "a claim",
                by: Self.actor
            )
            for (name, kind, days) in [
                ("content", RetentionKind.toolContent, 5), ("held", .toolContent, 5),
                ("whole", .toolContent, 300), ("whole", .interaction, 200),
            ] {
                let owner = try #require(Owner(name))
                try await retention.agree(kind, days: days, of: owner, by: Self.actor)
            }
            let shown = """
                select distinct owner from redline.interaction_tool_calls
                where strpos(tool_calls::text, 'arguments') > 0 order by owner
                """
            #expect(try await database.column(shown, role: "redline_miner") == ["other", "whole"])
            let since = """
                select kept.owner, kept.days
                from redline.agreed_days('tool_content') kept order by kept.owner
                """
            #expect(
                try await database.rows(since) == [
                    ["content", "5"], ["held", "5"], ["whole", "200"],
                ]
            )
            let stored = """
                select distinct owner from redline.interaction
                where strpos(tool_calls::text, 'arguments') > 0 order by owner
                """
            var contents = 0
            for _ in 0..<4 {
                contents += try #require(try await retention.run(by: Self.actor)).contents
            }
            #expect(contents == 3)
            #expect(try await database.column(stored) == ["held", "other", "whole"])
        }
    }

    // MARK: Records

    private static func with(
        _ body: @Sendable (MigratedDatabase, ConnectionPool, Retention) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            try await body(database, pool, Retention(pool))
            await pool.shutdown()
        }
    }

    /// Of whom a miner reads.
    private static func readable(
        in database: MigratedDatabase,
        _ table: String = "export_stage"
    ) async throws -> [String] {
        try await database.column(
            "select distinct owner from redline.\(table) order by owner",
            role: "redline_miner"
        )
    }
}
