import Redline
import TestSupport

@testable import RedlineStorage

/// Records of some days ago, and what the roll-ups have of them.
enum AgedRecords {
    static func daysAgo(_ days: Int) -> Timestamp {
        // Half an hour past, so that no test stands on the edge.
        Timestamp(microseconds: Timestamp.now.microseconds - 1_800_000_000).adding(days: -days)
    }

    static func workflow(
        _ number: Int,
        _ owner: String,
        at time: Timestamp,
        accepted: Timestamp? = nil
    ) throws -> [PreparedRecord] {
        let digits = "\(number)"
        let id =
            "019cb82e-c9c0-7abc-8def-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
        let accepted = "\(accepted ?? time)"
        return [
            try prepare(
                SampleStages.initialSummary(id: id, owner: owner, timestamp: "\(time)"),
                at: accepted
            ),
            try prepare(
                SampleStages.modifications(id: id, owner: owner, timestamp: "\(time)"),
                at: accepted
            ),
        ]
    }

    static func interaction(
        _ number: Int,
        _ owner: String,
        at time: Timestamp,
        accepted: Timestamp? = nil
    ) throws -> [PreparedRecord] {
        let text = SampleInteractions.full
            .replacing("ada@example.com", with: owner)
            .replacing("chat-1", with: "i\(number)")
            .replacing("2026-03-04T10:30:00.25+01:00", with: "\(time)")
        return [try prepare(text, at: "\(accepted ?? time)")]
    }

    /// A digest of all roll-ups that have no owners.
    static func figures(in database: MigratedDatabase) async throws -> [String] {
        var digests: [String] = []
        for table in [
            "review", "field", "workflow", "outcome", "confidence", "histogram",
            "correction", "activity", "thread", "tool", "failure",
        ] {
            digests += try await database.column(
                """
                select '\(table) ' || count(*) || ' ' || md5(string_agg(r::text, '|' order by r::text))
                from redline.rollup_\(table) r
                """
            )
        }
        return digests
    }

    /// Records so many exports and interactions of an owner, as of so many days ago.
    static func record(
        _ count: Int,
        _ owner: String,
        days: Int,
        in database: MigratedDatabase
    ) async throws {
        let writer = RecordWriter(database.options)
        for number in 0..<count {
            let time = daysAgo(days)
            _ = try await writer.write(
                workflow(number, owner, at: time) + interaction(number, owner, at: time)
            )
        }
        await writer.close()
    }
}
