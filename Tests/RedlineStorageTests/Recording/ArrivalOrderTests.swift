import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("Whatever the order in which stages arrive")
struct ArrivalOrderTests {
    @Test("the tables hold the same, of one writer and of three at once", arguments: 1...3)
    func sameTables(seed: Int) async throws {
        var workflows = try RandomWorkflows(seed: UInt64(seed), now: .now)
        let expected = try await tables(after: [[workflows.records]])
        let arrival = workflows.arrival()
        let one = try await tables(after: [workflows.batches(of: arrival)])
        #expect(Difference(one, expected) == nil)
        let shares = (0..<3).map { share in
            stride(from: share, to: arrival.count, by: 3).map { arrival[$0] }
        }
        let three = try await tables(after: shares.map { workflows.batches(of: $0) })
        #expect(Difference(three, expected) == nil)
    }

    /// What the tables hold after writers have written their batches, all of them at the same time.
    private func tables(after writers: [[[PreparedRecord]]]) async throws -> [String] {
        try await MigratedDatabase.with { database in
            let options = database.options
            let stored = try await withThrowingTaskGroup(of: Int.self) { group in
                for batches in writers {
                    group.addTask {
                        let writer = RecordWriter(options)
                        var stored = 0
                        for batch in batches {
                            for outcome in try await writer.write(batch) {
                                switch outcome {
                                case .recorded: stored += 1
                                case .duplicate: continue
                                default: Issue.record("\(outcome.words)")
                                }
                            }
                        }
                        await writer.close()
                        return stored
                    }
                }
                return try await group.reduce(0, +)
            }
            let rows = try await database.column(RecordedContent.sql)
            #expect(rows.count { $0.hasPrefix("export_stage") } == stored)
            return rows
        }
    }

}

/// What the tables of exports hold.
enum RecordedContent {
    /// Every row as JSON, without what says when it came.
    static let sql = """
        select 'workflow ' || (to_jsonb(t) - array['kept_from'])::text as line
        from redline.workflow t
        union all
        select 'export_stage ' || (to_jsonb(t) - array['kept_from', 'recorded_at'])::text
        from redline.export_stage t
        union all
        select 'correction ' || (to_jsonb(t) - array['kept_from'])::text
        from redline.correction t
        order by 1
        """
}

/// How two lists of lines that should be the same differ; nil where they do not.
struct Difference: Equatable, CustomStringConvertible {
    let description: String

    init?(_ found: [String], _ expected: [String]) {
        guard found != expected else { return nil }
        let missing = expected.filter { !Set(found).contains($0) }.prefix(3)
        let surplus = found.filter { !Set(expected).contains($0) }.prefix(3)
        description = """
            \(found.count) lines instead of \(expected.count)
            missing:
            \(missing.joined(separator: "\n"))
            too much:
            \(surplus.joined(separator: "\n"))
            """
    }
}
