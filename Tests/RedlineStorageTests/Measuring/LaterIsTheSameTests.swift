import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("What is measured later")
struct LaterIsTheSameTests {
    private struct Outcome {
        var tables: [String] = []
        var reports: [String] = []
        var marked = 0
        var measured = 0
    }

    @Test(
        "gives the tables and reports that it gives at once, whatever comes when",
        arguments: 1...4
    )
    func same(seed: Int) async throws {
        let now = Timestamp.now
        // Below every comparison and summary; amid them; and with summaries alone.
        let bounds = [(0, 0), (12_000, 600), (0, 1_000_000), (1_000_000, 0)]
        let (comparisons, summaries) = bounds[seed % bounds.count]
        let plain = try RandomWorkflows(seed: UInt64(seed), now: now)
        let expected = try await recorded([[plain.records]], now: now)
        #expect(expected.marked == 0)
        var workflows = try RandomWorkflows(
            seed: UInt64(seed),
            now: now,
            atOnce: MeasuringWork(steps: comparisons)
        )
        let arrival = workflows.arrival()
        let shares = (0..<3).map { share in
            workflows.batches(of: stride(from: share, to: arrival.count, by: 3).map { arrival[$0] })
        }
        for writers in [[workflows.batches(of: arrival)], shares] {
            let later = try await recorded(
                writers,
                now: now,
                atOnce: MeasuringWork(steps: summaries)
            )
            #expect(later.measured > 10)
            #expect(Difference(later.tables, expected.tables) == nil)
            #expect(Difference(later.reports, expected.reports) == nil)
        }
    }

    /// Records with several writers at once, while two workers measure what is left to them, and
    /// then until nothing is left.
    private func recorded(
        _ writers: [[[PreparedRecord]]],
        now: Timestamp,
        atOnce: MeasuringWork = .atOnceLimit
    ) async throws -> Outcome {
        try await MigratedDatabase.with { database in
            let options = database.options
            let counts = RecordingCounts()
            let workers = (0..<2).map { _ in LateMeasuring(options, counts: counts) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for batches in writers {
                    group.addTask {
                        let writer = RecordWriter(options, atOnce: atOnce)
                        for batch in batches { _ = try await writer.write(batch) }
                        await writer.close()
                    }
                }
                for worker in workers {
                    group.addTask {
                        for _ in 0..<3 { try await worker.measure() }
                    }
                }
                try await group.waitForAll()
            }
            var outcome = Outcome()
            outcome.marked = Int(try await database.column(Self.marks)[0]) ?? -1
            for worker in workers {
                try await worker.measure()
                await worker.close()
            }
            #expect(try await database.column(Self.marks) == ["0"])
            outcome.measured = counts.snapshot.measuredLater
            outcome.tables = try await database.column(RecordedContent.sql)
            let rollUps = RollUps(options)
            try await rollUps.catchUp()
            await rollUps.close()
            outcome.reports = try await reports(of: database, now: now)
            return outcome
        }
    }

    private static let marks = "select count(*) from redline.pending_measure"

    /// A day so many days from a time.
    private static func day(_ time: Timestamp, _ days: Int) -> String {
        String("\(time.adding(days: days))".prefix(10))
    }

    /// Every row of every report.
    private func reports(of database: MigratedDatabase, now: Timestamp) async throws -> [String] {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let runner = try ReportRunner(pool)
        var lines: [String] = []
        for definition in runner.catalog.definitions {
            let report = try await runner.run(
                definition.name,
                ["from": Self.day(now, -60), "to": Self.day(now, 2)],
                as: .admin,
                by: .user("test"),
                now: now
            )
            lines += report.rows.map { "\(definition.name) \($0)" }
        }
        await pool.shutdown()
        return lines
    }
}
