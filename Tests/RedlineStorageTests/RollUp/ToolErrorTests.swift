import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Errors of tools")
struct ToolErrorTests {
    @Test("have the same words from the roll-ups as from the records, in every grouping")
    func same() async throws {
        let now = OwnerDays.start
        try await MigratedDatabase.with { database in
            var calls = try RandomCalls(seed: 71, now: now)
            try await OwnerDays(database: database).record(calls.batches())
            let pool = ConnectionPool(database.options, limits: .init(connections: 1))
            let runner = try ReportRunner(pool)
            let asked = Timestamp.now
            func errors(
                by grouping: String,
                _ days: Range<Int>,
                _ asOf: String
            ) async throws -> [[ReportCell]] {
                let report = try await runner.run(
                    "tool_health",
                    [
                        "from": now.adding(days: days.lowerBound).date,
                        "to": now.adding(days: days.upperBound).date,
                        "by": grouping, "as_of": asOf,
                    ],
                    as: .miner,
                    by: .user("test"),
                    now: asked
                )
                let shown = report.columns.indices.filter { index in
                    let name = report.columns[index].name
                    return name == "failures" || name == "top_error"
                }
                return report.rows.map { row in [row[0]] + shown.map { row[$0] } }
            }
            for grouping in ["tool", "day", "week", "month", "tool,day", "week,tool"] {
                for days in [-20..<2, -7 ..< -3] {
                    let found = try await errors(by: grouping, days, "")
                    let counted = try await errors(by: grouping, days, "\(asked)")
                    #expect(found == counted, "by \(grouping), \(days)")
                    #expect(
                        found.contains { row in
                            guard case .text(let words)? = row.last else { return false }
                            return words.contains("parcel")
                        },
                        "by \(grouping), \(days)"
                    )
                }
            }
            await pool.shutdown()
        }
    }
}
