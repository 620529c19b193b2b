import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Retention of the content of tools")
struct ToolContentTests {
    private static let actor = AuditActor.user("test")
    private static let everybody = ["held", "late", "new", "old"]

    @Test("hides it at once, takes it off the disk, and keeps the interaction with its figures")
    func content() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let retention = Retention(pool)
            let writer = RecordWriter(database.options)
            for number in 0..<40 {
                _ = try await writer.write([try Self.record("old", number, days: 24)])
            }
            _ = try await writer.write([
                try Self.record("held", 1, days: 24), try Self.record("late", 1, days: 24, late: 1),
                try Self.record("new", 1, days: 2),
            ])
            await writer.close()
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            let held = try #require(Owner("held"))
            _ = try await OwnerHolds(pool).hold(held, reason: "a claim", by: Self.actor)
            #expect(try await Self.readers(pool, .miner) == Self.everybody)
            let bytes = try await Self.bytes(in: database)

            // Not longer than the interactions, even where it is set so.
            try await retention.set(.toolContent, days: 90, by: Self.actor)
            #expect(try await retention.settings().first { $0.kind == .toolContent }?.days == 30)
            try await retention.set(.toolContent, days: 10, by: Self.actor)
            #expect(try await retention.settings().first { $0.kind == .toolContent }?.days == 10)
            #expect(try await Self.readers(pool, .miner) == ["late", "new"])
            #expect(try await Self.readers(pool, .compliance) == ["held", "late", "new"])
            #expect(try await Self.stored(in: database) == Self.everybody)
            let plan = try await retention.plan().filter { $0.kind == "tool_content" && $0.isDue }
            #expect(plan.map(\.gone).reduce(0, +) == 40)

            // The first run looks through so many partitions, the next ones through the others.
            var runs: [RetentionRun] = []
            while runs.last?.contents != 0 || runs.count < 4 {
                runs.append(try #require(try await retention.run(by: Self.actor)))
            }
            #expect(runs.map(\.contents).reduce(0, +) == 40)
            #expect(runs.map(\.freedBytes).reduce(0, +) > 0)
            #expect(try await Self.stored(in: database) == ["held", "late", "new"])
            #expect(try await Self.bytes(in: database) < bytes)
            #expect(
                try await database.column(
                    "select distinct owner from redline.interaction order by 1"
                ) == Self.everybody
            )
            let calls = try await database.column(
                "select tool_calls from redline.interaction where owner = 'old' limit 1"
            )
            let first = try JSONDocument(parsing: calls[0]).root.elements[1]
            #expect(first["error"]?.string?.hasPrefix("no parcel") == true)
            #expect(first["duration_ms"]?.text == "30000")
            #expect(first["content_removed"]?.text == "true" && first["arguments"] == nil)

            // Nothing that is counted has changed.
            #expect(try await RollUpTests.verified(database).differences.map(\.description) == [])
            try await rollUps.rebuild()
            #expect(try await RollUpTests.verified(database).differences.map(\.description) == [])
            await rollUps.close()
            // The same record is still known for the same.
            let again = RecordWriter(database.options)
            let outcomes = try await again.outcomes([try Self.record("old", 1, days: 24)])
            await again.close()
            #expect(outcomes.allSatisfy { $0.hasPrefix("duplicate") }, "\(outcomes)")

            _ = try await OwnerHolds(pool).release(held, id: nil, by: Self.actor)
            try await retention.set(.toolContent, days: 9, by: Self.actor)
            for _ in 0..<4 { _ = try await retention.run(by: Self.actor) }
            #expect(try await Self.stored(in: database) == ["late", "new"])
            await pool.shutdown()
        }
    }

    @Test("leaves to a call its name, its outcome, its time and its error, whatever form it has")
    func forms() async throws {
        try await MigratedDatabase.with { database in
            let forms = try await database.column(
                #"""
                select redline.without_tool_content(sent::json)::text
                from unnest(array[
                  'null', '[]', '[{}]', '[{"tool_name":"a","x":1,"result":null,"duration_ms":1.50}]'
                ]) as sent
                """#
            )
            #expect(
                forms == [
                    "null", "[]", #"[{ "content_removed" : true }]"#,
                    #"[{ "tool_name" : "a", "duration_ms" : 1.50, "content_removed" : true }]"#,
                ]
            )
        }
    }

    // MARK: Records

    private static func record(
        _ owner: String,
        _ number: Int,
        days: Int,
        late: Int? = nil
    ) throws -> PreparedRecord {
        let hour: Int64 = 3_600_000_000
        let now = Timestamp(microseconds: Timestamp.now.microseconds / hour * hour)
        let text = SampleInteractions.full
            .replacing("ada@example.com", with: owner)
            .replacing("chat-1", with: "\(owner)-\(number)")
            .replacing("7731", with: "\"\(String(repeating: "secret ", count: 200))\"")
            .replacing("2026-03-04T10:30:00.25+01:00", with: "\(now.adding(days: -days))")
        return try prepare(text, at: "\(now.adding(days: -(late ?? days)))")
    }

    // MARK: What is there

    /// Of whom content can be read in the history.
    private static func readers(
        _ pool: ConnectionPool,
        _ access: ReadAccess
    ) async throws -> [String] {
        let page = try await RecordReader(pool).interactions(
            as: access,
            by: actor,
            page: PageRequest(limit: 100)
        )
        #expect(page.rows.count == 43)
        let readable = page.rows.filter { $0.toolCalls?.contains("secret") == true }
        return Set(readable.map(\.owner)).sorted()
    }

    /// Of whom content is on the disk.
    private static func stored(in database: MigratedDatabase) async throws -> [String] {
        try await database.column(
            """
            select distinct owner from redline.interaction
            where strpos(tool_calls::text, 'secret') > 0 order by 1
            """
        )
    }

    private static func bytes(in database: MigratedDatabase) async throws -> Int {
        let bytes = try await database.column(
            """
            select sum(pg_total_relation_size(relid))
            from pg_partition_tree('redline.interaction') where isleaf
            """
        )
        return try #require(Int(bytes[0]))
    }
}
