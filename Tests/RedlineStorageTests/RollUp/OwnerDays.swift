import Redline
import RedlineAnalytics
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// The settled days of owners in a database, and what the reports of one owner give with them.
struct OwnerDays {
    let database: MigratedDatabase

    static let owners = ["ada@example.com", "bob", "\u{E9}va@example.com", "eva"]

    /// The reports that read them, with groupings, and their columns that are percentiles.
    static let reports: [(name: String, groupings: [String])] = [
        ("editing_rate", ["day", "week", "day,document_type,model"]),
        ("accuracy", ["month", "model"]), ("funnel", ["day", "document_type"]),
        ("activity", ["day", "month", "day,model"]),
        ("tool_health", ["tool", "tool,day", "tool,model"]), ("drift", [""]),
    ]

    /// When the records of a test were accepted: within the hour after it.
    static var start: Timestamp {
        Timestamp(microseconds: Timestamp.now.microseconds - 2 * 3_600_000_000)
    }

    func record(_ batches: [[PreparedRecord]]) async throws {
        let writer = RecordWriter(database.options, atOnce: MeasuringWork(steps: 600))
        for batch in batches { _ = try await writer.write(batch) }
        await writer.close()
        try await rollUp()
    }

    func rollUp() async throws {
        let rollUps = RollUps(database.options)
        try await rollUps.catchUp()
        await rollUps.close()
    }

    /// Settles every day of every owner.
    func settle() async throws {
        try await takeAll()
        try await database.rows("select redline.join_days('0')")
    }

    /// Takes every day of every owner for one that is worth it.
    func takeAll() async throws {
        try await database.run(
            """
            insert into redline.rollup_owner_day (owner, kind, day)
            select distinct owner, 'export', (started_at at time zone 'UTC')::date
            from redline.workflow
            union
            select distinct owner, 'interaction', (occurred_at at time zone 'UTC')::date
            from redline.interaction
            on conflict do nothing
            """
        )
    }

    func count(_ condition: String) async throws -> Int {
        let counted = try await database.column(
            "select count(*) from redline.rollup_owner_day where \(condition)"
        )
        return Int(counted[0]) ?? 0
    }

    /// Holds what is put together against the records.
    func verify() async throws {
        let verified = try await RollUpTests.verified(database)
        #expect(verified.differences.map(\.description).prefix(3) == [])
    }

    /// Holds the reports of each owner against the records: every figure, and percentiles within 1 %.
    func compare(now: Timestamp) async throws {
        try await verify()
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let runner = try ReportRunner(pool)
        let asked = Timestamp.now
        for (name, groupings) in Self.reports {
            for (place, grouping) in groupings.enumerated() {
                // Which days are read is the same by each grouping: one is asked of everybody.
                for owner in place == 0 ? Self.owners : [Self.owners[place]] {
                    for (from, days) in [(-1_100, 1_200), (-9, 5)].prefix(place == 0 ? 2 : 1) {
                        func report(_ asOf: String) async throws -> Report {
                            var arguments = [
                                "from": now.adding(days: from).date,
                                "to": now.adding(days: from + days).date, "owner": owner,
                                "as_of": asOf,
                            ]
                            if name != "drift" { arguments["by"] = grouping }
                            return try await runner.run(
                                name,
                                arguments,
                                as: days == 5 ? .analyst : .miner,
                                by: .user("test"),
                                now: asked
                            )
                        }
                        let subject = "\(name) by \(grouping) of \(owner), \(from) + \(days)"
                        Self.hold(
                            try await report(""),
                            against: try await report("\(asked)"),
                            subject
                        )
                    }
                }
            }
        }
        await pool.shutdown()
    }

    private static func hold(_ settled: Report, against counted: Report, _ name: String) {
        #expect(settled.rows.count == counted.rows.count, "\(name)")
        for (left, right) in zip(settled.rows, counted.rows) {
            for (index, column) in settled.columns.enumerated() {
                let place = "\(name): \(column.name) of \(left[0])"
                if column.name.firstMatch(of: /_p[0-9]+$/) == nil {
                    #expect(left[index] == right[index], "\(place)")
                } else {
                    #expect(isNear(left[index], right[index]), "\(place)")
                }
            }
        }
    }

    /// Between a negative and a positive value a percentile may be anywhere: those are left out.
    private static func isNear(_ one: ReportCell, _ other: ReportCell) -> Bool {
        guard case .number(let left) = one, case .number(let right) = other,
            let left = Double(left), let right = Double(right)
        else { return one == other }
        return right < 0 || left < 0 || abs(left - right) <= 0.0100001 * right
    }
}
