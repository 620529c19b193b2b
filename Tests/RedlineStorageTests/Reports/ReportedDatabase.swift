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
            return try await body(ReportedDatabase(database: database))
        }
    }

    /// The rows of a report of that week, each value as PostgreSQL writes it.
    func rows(
        _ name: String,
        _ arguments: [String: String] = [:],
        as access: ReadAccess = .analyst
    ) async throws -> [[String?]] {
        let pool = ConnectionPool(database.options, limits: .init(connections: 1))
        let week = ["from": "2026-03-02", "to": "2026-03-09"]
        let report: Report
        do {
            report = try await ReportRunner(pool).run(
                name,
                week.merging(arguments) { $1 },
                as: access,
                now: instant("2026-03-08T12:00:00Z")
            )
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
        return report.rows.map { row in row.map(\.written) }
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

/// Whether two rows say the same, numbers to 1e-12.
func isSame(_ one: [String?], _ other: [String?]) -> Bool {
    one.count == other.count
        && zip(one, other).allSatisfy { pair in
            guard let first = pair.0.flatMap({ Double($0) }),
                let second = pair.1.flatMap({ Double($0) })
            else { return pair.0 == pair.1 }
            return abs(first - second) <= 1e-12 * max(1, abs(second))
        }
}

/// Whether two tables say the same, numbers to 1e-12.
func isSame(_ one: [[String?]], _ other: [[String?]]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
}
