import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("The doctor, of partitions")
struct DoctorPartitionTests {
    private static let nextWeek = "redline.week_of(now() + interval '1 week')"

    /// The doctor's line after a change, with the next week's day and partition in its place.
    private func line(
        after change: String,
        _ expected: @Sendable (_ day: String) -> String
    ) async throws {
        try await MigratedDatabase.with { database in
            let found = try await database.column(
                "select \(Self.nextWeek)::text || ' ' || to_char(\(Self.nextWeek), 'YYYYMMDD')"
            )
            let words = found[0].split(separator: " ").map(String.init)
            try await database.run(change.replacing("DAY", with: words[1]))
            let doctor = Doctor(
                connection: database.options.connectionString,
                spoolFolder: "/nonexistent"
            )
            #expect(await doctor.lines(of: "partitions") == [expected(words[0])])
        }
    }

    @Test("warns of a week that has no partition yet")
    func missing() async throws {
        let change = """
            drop table redline.tool_call_DAY, redline.correction_DAY;
            delete from redline.partition_week
            where relation in ('tool_call', 'correction') and week = \(Self.nextWeek)
            """
        try await line(after: change) { day in
            "warning partitions: There is no partition yet for correction of \(day), tool_call of "
                + "\(day). The first record of such a week has to make it. Run redline migrate; a "
                + "running redline serve makes them each hour."
        }
    }

    @Test("tells a week that is listed and whose partition is gone")
    func lost() async throws {
        try await line(after: "drop table redline.interaction_DAY") { day in
            "problem partitions: redline.partition_week lists what is not there: interaction of "
                + "\(day). Records of those weeks are refused. Delete those rows of "
                + "redline.partition_week, and run redline migrate."
        }
    }

    @Test("tells a week that has its partition and is not listed")
    func unlisted() async throws {
        let change = """
            delete from redline.partition_week
            where relation = 'export_stage' and week = \(Self.nextWeek)
            """
        try await line(after: change) { day in
            "problem partitions: redline.partition_week does not list export_stage of \(day), though "
                + "there is such a partition. Making it again fails, and so do its records. Insert "
                + "those rows into redline.partition_week (relation, week)."
        }
    }
}
