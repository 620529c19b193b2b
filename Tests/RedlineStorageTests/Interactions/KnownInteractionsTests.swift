import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Interactions that are known")
struct KnownInteractionsTests {
    private static func batch(_ numbers: Range<Int>) throws -> [PreparedRecord] {
        try numbers.map { number in
            try prepare(
                SampleInteractions.plain(
                    id: "chat-\(number)",
                    owner: "owner-\(number % 7)@example.com",
                    thread: "t-\(number % 5)",
                    message: "message \(number)"
                )
            )
        }
    }

    private static func kinds(_ outcomes: [RecordOutcome]) -> [String] {
        outcomes.map { String($0.words.prefix { $0 != " " }) }
    }

    @Test(
        "among new ones are stored once, however many come together and whoever owns the tables",
        arguments: [(2, false), (40, false), (150, false), (40, true), (150, true)]
    )
    func amongNewOnes(size: Int, isBound: Bool) async throws {
        try await MigratedDatabase.with { database in
            // What a login needs besides the recorder's rights, where another one owns the tables.
            _ = try await database.withConnection { connection in
                try await connection.execute(
                    "grant select on redline.setting, redline.partition_week to redline_recorder"
                )
            }
            var options = database.options
            if isBound { options.settings["role"] = "redline_recorder" }
            let writer = RecordWriter(options)
            let first = try await writer.write(Self.batch(0..<size))
            #expect(Self.kinds(first) == Array(repeating: "recorded", count: size))
            // The half of these is there; of the next ones nothing, and of the last ones all.
            for (start, known) in [(size / 2, size - size / 2), (size * 2, 0), (0, size)] {
                let outcomes = try await writer.write(Self.batch(start..<(start + size)))
                #expect(
                    Self.kinds(outcomes)
                        == (0..<size).map { $0 < known ? "duplicate" : "recorded" }
                )
            }
            await writer.close()
            let stored = [
                "select count(*) || ' ' || count(distinct (owner, interaction_id)) "
                    + "from redline.interaction",
                "select count(*) || ' ' || count(*) from redline.interaction_key",
                "select sum(items) || ' ' || sum(items) from redline.rollup_pending "
                    + "where kind = 'interaction'",
            ]
            let there = size + size / 2 + size
            for query in stored {
                #expect(try await database.column(query) == ["\(there) \(there)"])
            }
        }
    }

    @Test("with other content are a conflict for them alone, in a batch of new ones")
    func conflict() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write(Self.batch(0..<1))
            let other = try prepare(
                SampleInteractions.plain(
                    id: "chat-0",
                    owner: "owner-0@example.com",
                    message: "something else"
                )
            )
            let outcomes = try await writer.write([other] + Self.batch(1..<4))
            await writer.close()
            #expect(Self.kinds(outcomes) == ["conflict", "recorded", "recorded", "recorded"])
            #expect(
                try await database.column(
                    "select user_message from redline.interaction where interaction_id = 'chat-0'"
                ) == ["message 0"]
            )
        }
    }
}
