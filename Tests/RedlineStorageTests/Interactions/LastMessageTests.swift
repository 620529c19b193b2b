import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("The last message of a thread")
struct LastMessageTests {
    @Test("is compared with what comes after it, short or long", arguments: [1, 60, 2_001])
    func lengths(words: Int) async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let text = Array(repeating: "again", count: words).joined(separator: " ")
            for (minute, message) in [text, text + "!", "Something else."].enumerated() {
                _ = try await writer.write([try Self.record(minute, message)])
            }
            await writer.close()
            #expect(try await Self.flags(database) == ["0 false", "1 true", "2 false"])
            let noted = try await database.rows("select last_id, last_message from redline.thread")
            #expect(noted == [["2", "Something else."]])
        }
    }

    @Test(
        "is noted with it where it has at most 2,000 bytes, and else none is",
        arguments: [("é", 1_000, true), ("é", 1_001, false), ("e", 2_001, false)]
    )
    func noted(character: String, count: Int, isNoted: Bool) async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let text = String(repeating: character, count: count)
            let last = "select last_id, last_message from redline.thread"
            // In the statement that notes a new thread, and in the one that moves it.
            _ = try await writer.write([try Self.record(0, text)])
            #expect(try await database.rows(last) == [["0", isNoted ? text : nil]])
            _ = try await writer.write([try Self.record(1, "Something else.")])
            _ = try await writer.write([try Self.record(2, text)])
            #expect(try await database.rows(last) == [["2", isNoted ? text : nil]])
            await writer.close()
        }
    }

    @Test("is looked up where a redline that does not note it has moved the thread")
    func moved() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            for (minute, message) in ["Where is my order?", "And my bill?"].enumerated() {
                _ = try await writer.write([try Self.record(minute, message)])
            }
            // As it moves a thread: without the message, which then is the one before the last.
            try await database.run(
                """
                update redline.thread
                set last_message = 'Where is my order?',
                  last_message_at = last_at - interval '1 minute'
                """
            )
            _ = try await writer.write([try Self.record(2, "Where is my order?")])
            await writer.close()
            #expect(try await Self.flags(database) == ["0 false", "1 false", "2 false"])
        }
    }

    @Test("is compared with also where somebody else begins the thread at the same time")
    func begun() async throws {
        try await MigratedDatabase.with { database in
            // Somebody whose transaction is open while ours looks for the thread.
            let other = try await Connection.connect(database.options)
            try await other.execute("begin")
            try await other.execute(
                """
                insert into redline.thread
                  (owner, thread_id, last_at, last_id, last_message, last_message_at)
                values ('ada@example.com', 't-1', '2026-03-04T09:30:00Z', '0',
                  'Where is my order?', '2026-03-04T09:30:00Z')
                """
            )
            let writer = RecordWriter(database.options)
            let record = try Self.record(1, "Where is my order?")
            async let outcomes = writer.write([record])
            try await database.untilSomeoneWaits()
            try await other.execute("commit")
            await other.close()
            #expect(try await outcomes.map { $0.words.prefix { $0 != " " } } == ["recorded"])
            // One whose thread is known by now goes the short way again.
            _ = try await writer.write([try Self.record(2, "Something else.")])
            await writer.close()
            #expect(try await Self.flags(database) == ["1 true", "2 false"])
            let noted = try await database.rows("select last_id, last_message from redline.thread")
            #expect(noted == [["2", "Something else."]])
        }
    }

    @Test("is what somebody else has left who moves the thread at the same time")
    func movedMeanwhile() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try Self.record(0, "Where is my order?")])
            let other = try await Connection.connect(database.options)
            try await other.execute("begin")
            try await other.execute(
                """
                update redline.thread
                set last_at = '2026-03-04T09:31:00Z', last_id = '1', last_message = 'And my bill?',
                  last_message_at = '2026-03-04T09:31:00Z'
                """
            )
            let record = try Self.record(2, "And my bill?")
            async let outcomes = writer.write([record])
            try await database.untilSomeoneWaits()
            try await other.execute("commit")
            await other.close()
            #expect(try await outcomes.map { $0.words.prefix { $0 != " " } } == ["recorded"])
            #expect(try await Self.flags(database) == ["0 false", "2 true"])
            let last = "select last_id, last_message from redline.thread"
            #expect(try await database.rows(last) == [["2", "And my bill?"]])
            // One that comes late leaves the thread where it is.
            _ = try await writer.write([try Self.record(1, "Something else.")])
            await writer.close()
            #expect(try await database.rows(last) == [["2", "And my bill?"]])
            #expect(try await Self.flags(database) == ["0 false", "1 false", "2 false"])
        }
    }

    private static func record(_ minute: Int, _ message: String) throws -> PreparedRecord {
        try prepare(
            SampleInteractions.plain(
                id: "\(minute)",
                timestamp: "2026-03-04T09:3\(minute):00Z",
                thread: "t-1",
                message: message
            )
        )
    }

    private static func flags(_ database: MigratedDatabase) async throws -> [String] {
        try await database.column(
            """
            select interaction_id || ' ' || repeats_previous::text
            from redline.interaction order by 1
            """
        )
    }
}
