import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

extension MigratedDatabase {
    /// What waits to be measured: a line `owner revision stage` each.
    func pendingMeasures() async throws -> [String] {
        try await column(
            """
            select owner || ' ' || revision || ' ' || stage from redline.pending_measure
            order by 1
            """
        )
    }

    /// Writes records whose comparison or summaries all wait.
    func writeForLater(_ records: [String]) async throws -> [RecordOutcome] {
        let writer = RecordWriter(options, atOnce: .none)
        let outcomes = try await writer.write(
            records.map { json in
                try PreparedRecord(
                    Record(JSONDocument(parsing: json)),
                    acceptedAt: try instant("2026-03-05T12:00:00Z"),
                    atOnce: .none
                )
            }
        )
        await writer.close()
        return outcomes
    }

    /// Waits until so many sessions wait for a lock.
    func waitForLock(_ count: Int = 1) async throws {
        let waiting = """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """
        let deadline = ContinuousClock.now + .seconds(20)
        while try await column(waiting) != ["\(count)"] {
            try #require(ContinuousClock.now < deadline, "nobody waits for a lock")
        }
    }

    /// A session that holds a workflow, as somebody does who records in it.
    func holding(_ owner: String) async throws -> Connection {
        let connection = try await Connection.connect(options)
        try await connection.execute("begin")
        try await connection.execute(
            "select from redline.workflow where owner = $1 for update",
            [.text(owner)]
        )
        return connection
    }
}
