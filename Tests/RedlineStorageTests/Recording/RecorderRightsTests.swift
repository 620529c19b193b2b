import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Records are written with the recorder's rights alone")
struct RecorderRightsTests {
    @Test("by a login with all rights too, before a COPY and after it", arguments: [1, 200])
    func recorder(batch: Int) async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let first = try (0..<batch).map { number in
                try prepare(SampleInteractions.plain(id: "first-\(number)"))
            }
            let stored = try await writer.write(first)
            #expect(stored.count { if case .recorded = $0 { true } else { false } } == batch)
            try await database.run(
                "revoke insert on redline.interaction_key from redline_recorder"
            )
            let error = await #expect(throws: PostgresError.self) {
                try await writer.write([try prepare(SampleInteractions.plain(id: "second"))])
            }
            #expect(error?.sqlState == "42501")
            await writer.close()
        }
    }
}
