import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("The rows of threads")
struct ThreadPageTests {
    @Test("find room in their pages when their threads go on, and the index stays as it is")
    func room() async throws {
        try await MigratedDatabase.with { database in
            // Enough to fill several pages, were they filled as other tables' are.
            let threads = 200
            let message = Array(repeating: "order", count: 30).joined(separator: " ")
            let writer = RecordWriter(database.options)
            for turn in 0..<2 {
                let records = try (0..<threads).map { number in
                    try prepare(
                        SampleInteractions.plain(
                            id: "chat-\(turn)-\(number)",
                            timestamp: "2026-03-04T09:3\(turn):00Z",
                            thread: "t-\(number)",
                            message: "\(turn) \(message)"
                        )
                    )
                }
                _ = try await writer.write(records)
            }
            await writer.close()
            // A session tells what it did when it ends.
            let figures = try await database.eventually("200") {
                try await $0.column(
                    """
                    select n_tup_upd || ' ' || n_tup_hot_upd
                    from pg_stat_user_tables
                    where schemaname = 'redline' and relname = 'thread'
                    """
                )
            }
            #expect(figures == ["200 200"])
        }
    }
}

extension MigratedDatabase {
    /// What a query gives as soon as its first value begins like this, or at last after a minute.
    fileprivate func eventually(
        _ beginning: String,
        _ query: (MigratedDatabase) async throws -> [String]
    ) async throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let found = try await query(self)
            if found.first?.hasPrefix(beginning) == true || ContinuousClock.now > deadline {
                return found
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
