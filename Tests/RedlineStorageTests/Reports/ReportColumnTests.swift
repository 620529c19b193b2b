import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Some columns of a report")
struct ReportColumnTests {
    /// A database with workflows, conversations and calls of tools, and its reports.
    private static func with(
        _ body: @Sendable (ReportRunner, _ now: Timestamp) async throws -> Void
    ) async throws {
        let now = Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(
                seed: 31,
                now: now,
                atOnce: MeasuringWork(steps: 1_000_000)
            )
            let arrival = workflows.arrival()
            let writer = RecordWriter(database.options, atOnce: MeasuringWork(steps: 1_000_000))
            for batch in workflows.batches(of: arrival) { _ = try await writer.write(batch) }
            let record = try prepare(
                """
                {"user_id":"bob","user_message":"m","assistant_response":"r","tool_calls":[
                {"tool_name":"a","arguments":{},"status":"error","error":"no 7","duration_ms":3},
                {"tool_name":"b","arguments":{},"status":"success","duration_ms":4}]}
                """,
                at: "\(now)"
            )
            _ = try await writer.write([record])
            await writer.close()
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            let pool = ConnectionPool(database.options, limits: .init(connections: 1))
            do {
                try await body(ReportRunner(pool), .now)
            } catch {
                await pool.shutdown()
                throw error
            }
            await pool.shutdown()
        }
    }

    @Test("are those of the whole report, from the roll-ups and from the records")
    func same() async throws {
        try await Self.with { runner, now in
            var compared = 0
            for definition in runner.catalog.definitions where definition.totals.isEmpty {
                let names = definition.columns.map(\.name)
                for (place, asked) in [[:], ["owner": "bob"]].enumerated() {
                    func report(_ columns: [String]?) async throws -> Report {
                        try await runner.run(
                            definition.name,
                            asked,
                            as: .miner,
                            by: .user("test"),
                            now: now,
                            columns: columns
                        )
                    }
                    let whole = try await report(nil)
                    let chosen = names.indices.filter { $0 % 2 == place }.map { names[$0] }
                    for columns in [chosen, names] {
                        let some = try await report(columns)
                        let places = whole.columns.indices.filter {
                            ($0 == 0 && !definition.groupings.isEmpty)
                                || columns.contains(whole.columns[$0].name)
                        }
                        #expect(some.columns == places.map { whole.columns[$0] })
                        #expect(
                            some.rows == whole.rows.map { row in places.map { row[$0] } },
                            "\(definition.name) \(asked)"
                        )
                        compared += some.rows.count
                    }
                }
            }
            #expect(compared > 100)
        }
    }

    @Test("leave out the examples behind the first rows where those alone are shown")
    func examples() async throws {
        try await Self.with { runner, now in
            func rows(_ examples: Int?) async throws -> [[ReportCell]] {
                try await runner.run(
                    "correction_patterns",
                    [:],
                    as: .miner,
                    by: .user("test"),
                    now: now,
                    examples: examples
                ).rows
            }
            let definition = try runner.catalog.definition(named: "correction_patterns")
            // The grouping column comes first.
            let places = ["example_original", "example_modified"].compactMap { name in
                definition.columns.firstIndex { $0.name == name }.map { $0 + 1 }
            }
            let whole = try await rows(nil)
            try #require(whole.count > 3 && places.count == 2)
            #expect(!whole.contains { row in places.contains { row[$0] == .json("\"***\"") } })
            let masked = whole.enumerated().map { index, row in
                guard index >= 2 else { return row }
                var row = row
                for place in places where row[place] != .null { row[place] = .json("\"***\"") }
                return row
            }
            #expect(try await rows(2) == masked)
            #expect(try await rows(whole.count) == whole)
            #expect(try await rows(nil) == whole)
        }
    }
}
