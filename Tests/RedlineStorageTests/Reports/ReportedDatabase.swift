import Redline
import RedlineAnalytics
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

/// A database with records of the week of 2 March 2026, kept for good, and its reports.
struct ReportedDatabase: Sendable {
    let database: MigratedDatabase

    static func with<Value: Sendable>(
        _ records: [String],
        _ body: @Sendable (ReportedDatabase) async throws -> Value
    ) async throws -> Value {
        try await MigratedDatabase.with { database in
            try await database.run(
                "update redline.setting set value = '36500' where name like '%_retention_days'"
            )
            let writer = RecordWriter(database.options)
            for outcome in try await writer.write(
                records.map { try prepare($0, at: "2026-03-08T12:00:00Z") }
            ) {
                guard case .recorded = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            await writer.close()
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp()
            await rollUps.close()
            return try await body(ReportedDatabase(database: database))
        }
    }

    /// The rows of a report of that week, each value as PostgreSQL writes it.
    ///
    /// They are counted from the records; from the roll-ups they have to be the same.
    func rows(
        _ name: String,
        _ arguments: [String: String] = [:],
        as access: ReadAccess = .analyst
    ) async throws -> [[String?]] {
        let now = "2026-03-08T12:00:00Z"
        let asked = ["from": "2026-03-02", "to": "2026-03-09"].merging(arguments) { $1 }
        let counted = try await report(
            name,
            asked.merging(["as_of": now]) { old, _ in old },
            access
        )
        if arguments["as_of"] == nil {
            let answered = try await report(name, asked, access)
            #expect(answered.rows.count == counted.rows.count)
            for (row, other) in zip(answered.rows, counted.rows) {
                let columns = answered.columns.map(\.name)
                for (name, pair) in zip(columns, zip(row, other)) {
                    // Histograms know percentiles within 1 %.
                    let digits = name.contains(/_p[0-9]+$/) ? 0.01 : 0
                    #expect(isSame([pair.0.written], [pair.1.written], within: digits), "\(name)")
                }
            }
        }
        return counted.rows.map { row in row.map(\.written) }
    }

    private func report(
        _ name: String,
        _ arguments: [String: String],
        _ access: ReadAccess
    ) async throws -> Report {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        do {
            let report = try await ReportRunner(pool).run(
                name,
                arguments,
                as: access,
                by: .user("test"),
                now: instant("2026-03-08T12:00:00Z")
            )
            await pool.shutdown()
            return report
        } catch {
            await pool.shutdown()
            throw error
        }
    }
}

extension ReportCell {
    /// The value as PostgreSQL writes it.
    fileprivate var written: String? {
        switch self {
        case .null: nil
        case .text(let text), .number(let text), .json(let text): text
        case .integer(let value): "\(value)"
        case .boolean(let value): value ? "t" : "f"
        }
    }
}

/// Whether two rows say the same, numbers to 1e-12 or as near as told.
func isSame(_ one: [String?], _ other: [String?], within share: Double = 0) -> Bool {
    one.count == other.count
        && zip(one, other).allSatisfy { pair in
            guard let first = pair.0.flatMap({ Double($0) }),
                let second = pair.1.flatMap({ Double($0) })
            else { return pair.0 == pair.1 }
            return abs(first - second) <= max(1e-12, share) * max(1, abs(second))
        }
}

/// Whether two tables say the same, numbers to 1e-12.
func isSame(_ one: [[String?]], _ other: [[String?]]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
}
