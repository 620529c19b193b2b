import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Large batches of interactions")
struct CopyTests {
    private static let records: [String] = (0..<400).map { number in
        let owner = "owner-\(number % 37)@example.com"
        guard number % 5 > 0 else {
            return SampleInteractions.full
                .replacing("chat-1", with: "chat-\(number)")
                .replacing("ada@example.com\",\"thread", with: "\(owner)\",\"thread")
        }
        return SampleInteractions.plain(
            id: "plain-\(number)",
            owner: owner,
            thread: number % 3 == 0 ? nil : "t-\(number % 4)",
            message: "message \(number % 7) — 世界 \\\" \\u00e9",
            response: "r\(number)"
        )
    }

    private static func stored(
        _ options: @Sendable (MigratedDatabase) -> ConnectionOptions
    ) async throws -> (outcomes: Int, rows: [[String?]], calls: [[String?]]) {
        try await MigratedDatabase.with { database in
            // What a login needs besides the recorder's rights, where another one owns the tables.
            _ = try await database.withConnection { connection in
                try await connection.execute(
                    "grant select on redline.setting, redline.partition_week to redline_recorder"
                )
            }
            let now = Timestamp("2026-03-05T00:00:00Z") ?? .now
            let prepared = try records.map { text in
                try PreparedRecord(try Record(try JSONDocument(parsing: text)), acceptedAt: now)
            }
            let writer = RecordWriter(options(database))
            let outcomes = try await writer.write(prepared)
            await writer.close()
            return (
                outcomes.count { if case .recorded = $0 { true } else { false } },
                try await database.rows(
                    "select * from redline.interaction order by owner, occurred_at, interaction_id"
                ),
                try await database.rows(
                    "select * from redline.tool_call "
                        + "order by owner, occurred_at, interaction_id, ordinal"
                )
            )
        }
    }

    @Test("are stored alike by COPY and, for a login that row-level security binds, by INSERT")
    func alike() async throws {
        let copied = try await Self.stored(\.options)
        let inserted = try await Self.stored { database in
            var options = database.options
            options.settings["role"] = "redline_recorder"
            return options
        }
        #expect(copied.outcomes == 400)
        #expect(copied.rows.count == 400)
        #expect(copied.calls.count == 240)
        #expect(copied == inserted)
    }

    @Test("are undone by a row that PostgreSQL refuses, which alone is refused then")
    func refused() async throws {
        try await MigratedDatabase.with { database in
            _ = try await database.withConnection { connection in
                try await connection.execute(
                    "alter table redline.interaction "
                        + "add constraint no_thirteen check (assistant_response <> 'r13')"
                )
            }
            let prepared = try Self.records.map { text in
                try PreparedRecord(
                    try Record(try JSONDocument(parsing: text)),
                    acceptedAt: Timestamp("2026-03-05T00:00:00Z") ?? .now
                )
            }
            let writer = RecordWriter(database.options)
            let outcomes = try await writer.write(prepared)
            await writer.close()
            let refused = outcomes.indices.filter {
                if case .refused = outcomes[$0] { true } else { false }
            }
            #expect(refused.map { Self.records[$0].contains("\"r13\"") } == [true])
            #expect(
                try await database.column("select count(*) from redline.interaction") == ["399"]
            )
            #expect(
                try await database.column("select count(*) from redline.interaction_key")
                    == ["399"]
            )
        }
    }
}
