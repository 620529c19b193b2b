import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Roll-ups by document type and model")
struct TypeAndModelTests {
    private static let reports = ["editing_rate", "accuracy", "funnel"]

    /// Names that mean something to what puts the two together, and none.
    private static let odd: [(type: String, model: String)] = [
        (#""{in\"voi,ce}""#, #""a\\b""#), (#""NULL""#, #""{}""#), (#""a,b""#, #""c""#),
        (#""a""#, #""b,c""#), (#""null""#, #""[\u0001é]""#),
    ]

    @Test("answer by both in any order, with any names and with none")
    func names() async throws {
        try await MigratedDatabase.with { database in
            let now = OwnerDays.start
            var records: [String] = []
            for (place, name) in Self.odd.enumerated() {
                let id = "019cb82e-c9c0-7abc-8def-00000000000\(place)"
                records.append(
                    SampleStages.initialSummary(id: id, timestamp: nil)
                        .replacing("\"invoice\"", with: name.type)
                        .replacing("\"gpt-4o\"", with: name.model)
                )
                if place % 2 == 0 {
                    records.append(SampleStages.modifications(id: id, timestamp: nil))
                    records.append(SampleStages.deliverable(id: id, timestamp: nil))
                }
            }
            // Without a first stage, neither is known.
            let orphan = "019cb82e-c9c0-7abc-8def-0000000000ff"
            records.append(SampleStages.deliverable(id: orphan, timestamp: nil))
            try await OwnerDays(database: database).record([
                records.map { try prepare($0, at: "\(now)") }
            ])
            for by in [
                "document_type,model", "model,document_type", "model,day,document_type",
                "document_type,model,month",
            ] {
                for name in Self.reports {
                    let answered = try await Self.report(name, by, in: database)
                    let counted = try await Self.report(
                        name,
                        by,
                        asOf: "\(Timestamp.now)",
                        in: database
                    )
                    #expect(answered.rows.count >= (name == "accuracy" ? 3 : Self.odd.count))
                    try Self.expectSame(answered, counted, "\(name) by \(by)")
                }
            }
        }
    }

    @Test("answer by both in place of the records, and by no other two")
    func answers() async throws {
        try await Self.recorded { database in
            // The records know nothing of it.
            try await database.rows(
                """
                update redline.rollup_review set reviewed = reviewed + 1000
                where dimension = 'document_type+model'
                """
            )
            try await database.rows(
                """
                update redline.rollup_workflow set started = started + 1000
                where dimension = 'document_type+model'
                """
            )
            for name in Self.reports {
                for (by, isRolledUp) in [
                    ("day,document_type,model", true), ("model,document_type", true),
                    ("document_type,template", false), ("model,format", false),
                    ("document_type,model,template", false), ("document_type", false),
                ] {
                    let rows = try await Self.report(name, by, in: database).rows
                    let most = try #require(
                        rows.compactMap { $0[1...3].compactMap(\.count).max() }.max()
                    )
                    #expect((most >= 1_000) == isRolledUp, "\(name) by \(by)")
                }
            }
        }
    }

    @Test("leave days that lack them to the records, until those are counted")
    func lacking() async throws {
        let by = "day,document_type,model"
        try await Self.recorded { database in
            // As they were before: nothing of it, and of what came since too little or too much.
            try await database.rows(
                """
                insert into redline.rollup_lacking_day
                select distinct day from redline.rollup_workflow
                """
            )
            for (table, change) in [
                ("rollup_review", "revisions = revisions - 1"),
                ("rollup_workflow", "started = started + 1"), ("rollup_histogram", "c0 = c0 + 1"),
            ] {
                try await database.rows(
                    "update redline.\(table) set \(change) where dimension = 'document_type+model'"
                )
            }
            for name in Self.reports {
                let answered = try await Self.report(name, by, in: database)
                let counted = try await Self.report(
                    name,
                    by,
                    asOf: "\(Timestamp.now)",
                    in: database
                )
                #expect(answered.rows == counted.rows, "\(name)")
                #expect(answered.isExact)
            }
            let before = try await RollUpTests.verified(database)
            #expect(before.differences.map(\.description).prefix(3) == [])
            // A period without such days is none of their business.
            let later = try await Self.report(
                "editing_rate",
                by,
                from: "\(Timestamp.now.adding(days: 1).date)",
                in: database
            )
            #expect(!later.isExact)
            // Something is still to come when they are counted.
            var more = try RandomWorkflows(
                seed: 78,
                now: OwnerDays.start,
                atOnce: MeasuringWork(steps: 1_000_000)
            )
            let arrival = more.arrival()
            let writer = RecordWriter(database.options)
            for batch in more.batches(of: arrival) { _ = try await writer.write(batch) }
            await writer.close()
            try await database.withConnection { connection in
                for quiet in ["10 minutes", "0"] {
                    try await connection.transaction { connection in
                        try connection.execute("set transaction isolation level repeatable read")
                        try connection.execute(
                            "select redline.join_days($1::interval)",
                            [.text(quiet)]
                        )
                    }
                }
            }
            let left = try await database.column("select count(*) from redline.rollup_lacking_day")
            #expect(left == ["0"])
            try await OwnerDays(database: database).rollUp()
            let report = try await Self.report("editing_rate", by, in: database)
            #expect(!report.isExact)
            let filled = try await RollUpTests.verified(database)
            #expect(filled.figures > before.figures)
            #expect(filled.differences.map(\.description).prefix(3) == [])
            try await RollUpTests.forget("bob", in: database)
            let after = try await RollUpTests.verified(database)
            #expect(after.differences.map(\.description).prefix(3) == [])
        }
    }

    /// Workflows in the roll-ups.
    private static func recorded(
        _ body: @Sendable (MigratedDatabase) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            var workflows = try RandomWorkflows(
                seed: 77,
                now: OwnerDays.start,
                atOnce: MeasuringWork(steps: 1_000_000)
            )
            let arrival = workflows.arrival()
            try await OwnerDays(database: database).record(workflows.batches(of: arrival))
            try await body(database)
        }
    }

    private static func report(
        _ name: String,
        _ by: String,
        from: String = "2020-01-01",
        asOf: String? = nil,
        in database: MigratedDatabase
    ) async throws -> Report {
        var asked = ["by": by, "from": from, "to": Timestamp.now.adding(days: 3).date]
        asked["as_of"] = asOf
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        defer { Task { await pool.shutdown() } }
        return try await ReportRunner(pool).run(
            name,
            asked,
            as: .analyst,
            by: .user("test"),
            now: .now
        )
    }

    /// Percentiles are within 1 %, all else is the same.
    private static func expectSame(_ one: Report, _ other: Report, _ what: String) throws {
        try #require(one.rows.count == other.rows.count, "\(what)")
        for (row, known) in zip(one.rows, other.rows) {
            for (column, cells) in zip(one.columns, zip(row, known)) {
                if column.name.contains(/_p[0-9]+$/) { continue }
                #expect(cells.0 == cells.1, "\(what): \(column.name) of \(row[0])")
            }
        }
    }
}

extension ReportCell {
    fileprivate var count: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}
