import Redline
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("What the AI was confident of, and whether it was right")
struct ScoredItemTests {
    private static let items = """
        select coalesce(field, '-'), kind, confidence, is_correct
        from redline.scored_item_as_of(null) order by workflow_id, confidence desc
        """

    /// What became of the fields of `ScoredStages`: a pointer to an object or an array is wrong
    /// where anything below it is, /no is not /note, and /tax points at nothing.
    private static let reviewed = [
        "/vendor field 0.9 f", "/total field 0.8 t", "/lines field 0.7 f", "/lines/* field 0.6 t",
        "/lines/* field 0.5 f", "/lines/*/count field 0.4 f", "/no field 0.3 t",
        "/note field 0.2 f", "/empty field 0.1 f",
    ]

    @Test(
        "fields are correct where nothing at or below their pointer was changed, whatever came first",
        arguments: [[0, 1], [1, 0]],
        [true, false]
    )
    func fields(order: [Int], isOneBatch: Bool) async throws {
        try await MigratedDatabase.with { database in
            let sent = [ScoredStages.initialSummary(), ScoredStages.modifications()]
            let records = try order.map { try Self.prepared(sent[$0]) }
            try await Self.write(records, isOneBatch, to: database)
            #expect(try await Self.lines(Self.items, of: database) == Self.reviewed)
        }
    }

    @Test("a later revision changes nothing")
    func revisions() async throws {
        try await MigratedDatabase.with { database in
            let later = ScoredStages.modifications(revision: 2, modified: #""total":"7""#)
            let records = try [ScoredStages.initialSummary(), ScoredStages.modifications(), later]
                .map { try Self.prepared($0) }
            try await Self.write(records, to: database)
            #expect(try await Self.lines(Self.items, of: database) == Self.reviewed)
        }
    }

    @Test("a document without confidences of its fields is one item, correct where it is untouched")
    func documents() async throws {
        try await MigratedDatabase.with { database in
            let ids = (1...8).map { "00000000-0000-4000-8000-00000000000\($0)" }
            let sent = [
                ScoredStages.initialSummary(id: ids[0], fields: nil),
                ScoredStages.modifications(id: ids[0]),
                ScoredStages.initialSummary(id: ids[1], fields: "{}"),
                ScoredStages.approval(id: ids[1]),
                // The extraction's confidence stands in for that of the summary.
                ScoredStages.initialSummary(id: ids[2], fields: #"{"/total":null}"#, document: nil),
                SampleStages.deliverable(id: ids[2], timestamp: nil),
                // There is no confidence, no review, no stage 1, and nothing that is pointed at.
                ScoredStages.initialSummary(
                    id: ids[3],
                    fields: nil,
                    document: nil,
                    extraction: nil
                ),
                ScoredStages.approval(id: ids[3]),
                ScoredStages.initialSummary(id: ids[4], fields: nil),
                ScoredStages.approval(id: ids[5]),
                ScoredStages.initialSummary(id: ids[6], fields: #"{"/tax":0.5}"#),
                ScoredStages.approval(id: ids[6]),
                // Shipped as it came.
                ScoredStages.initialSummary(id: ids[7], fields: #"{"/total":0.5}"#),
                SampleStages.deliverable(id: ids[7], timestamp: nil),
            ]
            try await Self.write(try sent.map { try Self.prepared($0) }, to: database)
            #expect(
                try await Self.lines(Self.items, of: database) == [
                    "- document 0.75 f", "- document 0.75 t", "- document 0.65 t",
                    "/total field 0.5 t",
                ]
            )
        }
    }

    @Test("items are what they were at a time")
    func times() async throws {
        try await MigratedDatabase.with { database in
            let now = Timestamp.now
            let records = [
                try Self.prepared(ScoredStages.initialSummary(), at: now.adding(days: -3)),
                try Self.prepared(
                    SampleStages.deliverable(
                        id: ScoredStages.workflow,
                        timestamp: nil
                    ),
                    at: now.adding(days: -2)
                ),
                try Self.prepared(ScoredStages.modifications(), at: now.adding(days: -1)),
            ]
            try await Self.write(records, to: database)
            var found: [[String]] = []
            for days in [2.5, 1.5, 0.5] {
                let sql = """
                    select is_correct, count(*)
                    from redline.scored_item_as_of(now() - interval '\(days) days')
                    group by 1 order by 1
                    """
                found.append(try await Self.lines(sql, of: database))
            }
            // Not reviewed; shipped as it came; with the corrections.
            #expect(found == [[], ["t 9"], ["f 6", "t 3"]])
        }
    }

    @Test("each role reads the items that are its to read")
    func roles() async throws {
        try await MigratedDatabase.with { database in
            let records = try [ScoredStages.initialSummary(), ScoredStages.modifications()]
                .map { try Self.prepared($0) }
            try await Self.write(records, to: database)
            for role in ["analyst", "miner", "compliance", "admin"] {
                let rows = try await database.rows(Self.items, role: "redline_\(role)")
                #expect(rows.map(Self.line) == Self.reviewed, "\(role)")
            }
            for (owner, expected) in [(SampleStages.owner, Self.reviewed), ("eve", [])] {
                let rows = try await database.rows(
                    Self.items,
                    role: "redline_owner",
                    owner: owner
                )
                #expect(rows.map(Self.line) == expected, "\(owner)")
            }
        }
    }

    @Test("a range of time keeps the stages and the corrections to the weeks of it")
    func pruning() async throws {
        try await MigratedDatabase.with { database in
            let plan = try await database.column(
                """
                explain select count(*) filter (where is_correct)
                from redline.scored_item_as_of(null)
                where workflow_started_at >= '2026-03-02Z' and workflow_started_at < '2026-03-04Z'
                """,
                role: "redline_analyst"
            )
            let weeks = plan.joined(separator: "\n")
                .matches(of: /on (export_stage|correction)_(\d{8})/)
                .map { "\($0.1) \($0.2)" }
            #expect(Set(weeks) == ["export_stage 20260302", "correction 20260302"])
        }
    }

    private static func prepared(
        _ json: String,
        at time: Timestamp = .now
    ) throws -> PreparedRecord {
        try PreparedRecord(Record(JSONDocument(parsing: json)), acceptedAt: time)
    }

    private static func write(
        _ records: [PreparedRecord],
        _ isOneBatch: Bool = true,
        to database: MigratedDatabase
    ) async throws {
        let writer = RecordWriter(database.options)
        for batch in isOneBatch ? [records] : records.map({ [$0] }) {
            let outcomes = try await writer.outcomes(batch)
            #expect(outcomes.allSatisfy { $0.hasPrefix("recorded") }, "\(outcomes)")
        }
        await writer.close()
    }

    private static func lines(_ sql: String, of database: MigratedDatabase) async throws -> [String]
    {
        try await database.rows(sql).map(line)
    }

    private static func line(_ row: [String?]) -> String {
        row.map { $0 ?? "null" }.joined(separator: " ")
    }
}
