import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Figures of days of which records have gone")
struct RemovedFiguresTests {
    private static let actor = AuditActor.user("test")

    @Test("lose an erased owner's part, and no other's", arguments: ["week", "rows"])
    func erased(way: String) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let retention = Retention(pool)
            // Of the one some records go, with their week or by a shorter time, the other's stay.
            let days = way == "week" ? 39 : 5
            try await Self.record(3, "goes", days: days, in: database)
            let alone = try await Self.figures(in: database)
            try await Self.record(2, "stays", days: days, in: database)
            let owner = try #require(Owner(way == "week" ? "stays" : "goes"))
            for kind in [RetentionKind.export, .interaction] {
                let agreed = way == "week" ? 400 : 3
                try await retention.agree(kind, days: agreed, of: owner, by: Self.actor)
            }
            let both = try await Self.figures(in: database)
            #expect(both != alone)
            _ = try await retention.run(by: Self.actor)
            let left = try await database.column("select distinct owner from redline.correction")
            #expect(left == ["stays"])
            #expect(try await Self.figures(in: database) == both)

            let erased = try #require(Owner("stays"))
            _ = try await OwnerErasures(pool, database.options).erase(
                erased,
                spool: nil,
                by: Self.actor
            )
            #expect(try await Self.figures(in: database) == alone)
            await pool.shutdown()
        }
    }

    /// So many exports and interactions of an owner, in the roll-ups.
    private static func record(
        _ count: Int,
        _ owner: String,
        days: Int,
        in database: MigratedDatabase
    ) async throws {
        try await AgedRecords.record(count, owner, days: days, in: database)
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        await rollUps.close()
    }

    /// What the roll-ups count of corrections, failures, revisions and workflows.
    private static func figures(in database: MigratedDatabase) async throws -> [String] {
        try await database.column(
            """
            select concat_ws(' ', dimension, value, field, change_type, pattern, sum(corrections))
            from redline.rollup_correction
            group by dimension, value, field, change_type, pattern
            union all
            select concat_ws(' ', tool, encode(digest, 'hex'), sum(failures))
            from redline.rollup_failure
            group by tool, digest
            union all
            select concat_ws(' ', dimension, value, sum(revisions), sum(fields))
            from redline.rollup_review
            where dimension in ('', 'document_type+model')
            group by dimension, value having sum(revisions) <> 0
            union all
            select concat_ws(' ', dimension, value, sum(started), sum(completed))
            from redline.rollup_workflow
            where dimension in ('', 'document_type+model')
            group by dimension, value having sum(started) <> 0
            order by 1
            """
        )
    }
}
