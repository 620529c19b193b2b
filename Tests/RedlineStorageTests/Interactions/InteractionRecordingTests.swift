import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("Interactions")
struct InteractionRecordingTests {
    private static let until = "until 2026-04-04T12:00:00Z"

    @Test("are stored with what the reports read, with every other member as it was sent")
    func columns() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let words = try await writer.outcomes([try prepare(SampleInteractions.full)])
            #expect(
                words == [
                    "recorded interaction chat-1 of ada@example.com "
                        + "at 2026-03-04T09:30:00.25Z \(Self.until)"
                ]
            )
            #expect(
                try await database.listing("select * from redline.interaction") == [
                    """
                    owner: ada@example.com
                    occurred_at: 2026-03-04 09:30:00.25+00
                    interaction_id: chat-1
                    recorded_at: 2026-03-05 12:00:00+00
                    thread_id: t-1
                    user_message: Where is my order?
                    assistant_response: \("")
                    tool_calls: [{"tool_name":"find_order","arguments":{"id":7731},\
                    "result":{"state": "sent"},"status":"success","duration_ms":81.5},\
                    {"tool_name":"track","arguments":{},"status":"error",\
                    "error":"no parcel 00340434 of 'ada@example.com' within 30 s",\
                    "duration_ms":30000},{"tool_name":"track","arguments":{},"status":"timeout"}]
                    metadata: {"model":"gpt-4o","tokens_used":512,"latency_ms":940.5,\
                    "source":"web","assistant_id":"helpdesk","temperature":0.20}
                    extra: {"channel":"web","tags":["a","b"]}
                    model: gpt-4o
                    source: web
                    assistant_id: helpdesk
                    tokens_used: 512
                    latency_ms: 940.5
                    call_count: 3
                    failed_call_count: 2
                    repeats_previous: f
                    request_key: \(RequestKey.of("where is my order"))
                    """
                ]
            )
        }
    }

    @Test("have a row for every tool call, the errors with what changes taken out of them")
    func toolCalls() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try prepare(SampleInteractions.full)])
            let place: Set = ["owner", "occurred_at", "interaction_id", "recorded_at"]
            let rows = try await database.listing(
                "select * from redline.tool_call order by ordinal",
                without: place
            )
            #expect(
                rows == [
                    """
                    ordinal: 1
                    tool: find_order
                    status: success
                    failed: f
                    duration_ms: 81.5
                    model: gpt-4o
                    """,
                    """
                    ordinal: 2
                    tool: track
                    status: error
                    failed: t
                    signature: no parcel <n> of <text> within <n> s
                    duration_ms: 30000
                    model: gpt-4o
                    """,
                    """
                    ordinal: 3
                    tool: track
                    status: timeout
                    failed: t
                    model: gpt-4o
                    """,
                ]
            )
        }
    }

    @Test("have a row for every tool call, also of very many", arguments: [1, 300, 301, 2_000])
    func manyToolCalls(count: Int) async throws {
        try await MigratedDatabase.with { database in
            let calls = (1...count).map {
                "{\"tool_name\":\"tool-\($0)\",\"arguments\":{},\"status\":\"success\"}"
            }
            let record = SampleInteractions.plain(id: "chat-1").dropLast()
            let writer = RecordWriter(database.options)
            _ = try await writer.write([
                try prepare("\(record),\"tool_calls\":[\(calls.joined(separator: ","))]}")
            ])
            let rows = try await database.rows(
                """
                select count(*), count(*) filter (where tool = 'tool-' || ordinal),
                  min(ordinal), max(ordinal), min(interaction_id), max(interaction_id)
                from redline.tool_call
                """
            )
            let words = "\(count)"
            #expect(rows == [[words, words, "1", words, "chat-1", "chat-1"]])
            let queued = try await database.column(
                "select kind || ' ' || cardinality(owner) from redline.rollup_pending order by id"
            )
            #expect(queued == ["interaction 1", "tool_call \(count)"])
        }
    }

    @Test("without an id are given one of their time, with a suffix where two would meet")
    func madeIDs() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let timed = try prepare(SampleInteractions.plain())
            let other = try prepare(SampleInteractions.plain(message: "And my bill?"))
            let untimed = try prepare(
                SampleInteractions.plain(timestamp: nil),
                at: "2026-03-05T23:59:59.9Z"
            )
            let receipts = try await writer.write([timed, other, untimed]).compactMap(\.receipt)
            #expect(receipts[0].id == "INT_20260304_093000_250000")
            let suffix = try Regex("INT_20260304_093000_250000_[0-9a-f]{8}")
            #expect(try suffix.wholeMatch(in: receipts[1].id) != nil)
            #expect(receipts[2].id == "INT_20260305_235959_900000")
            // The same ones again are the same ones, though they have no ids of their own.
            let again = try await writer.outcomes([other, timed, untimed])
            #expect(again == [1, 0, 2].map { "duplicate \(receipts[$0].words)" })
            #expect(
                try await database.column("select user_message from redline.interaction").count == 3
            )
        }
    }

    @Test("with the id of one that is stored are duplicates or conflicts")
    func sameID() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let record = SampleInteractions.plain(id: "chat-1", timestamp: nil)
            let first = try await writer.outcomes([try prepare(record)])
            #expect(
                first == [
                    "recorded interaction chat-1 of ada@example.com "
                        + "at 2026-03-05T12:00:00Z \(Self.until)"
                ]
            )
            // A retry a day later is answered with the first one's time.
            let later = try await writer.outcomes([
                try prepare(record, at: "2026-03-06T12:00:00Z")
            ])
            #expect(later == first.map { $0.replacing("recorded", with: "duplicate") })
            let other = try prepare(record.replacing("order", with: "bill"))
            let bob = try prepare(
                SampleInteractions.plain(id: "chat-1", owner: "bob", timestamp: nil)
            )
            #expect(
                try await writer.outcomes([other, bob]) == [
                    "conflict chat-1",
                    "recorded interaction chat-1 of bob at 2026-03-05T12:00:00Z \(Self.until)",
                ]
            )
        }
    }

    @Test("differ where only a member differs that says nothing of an interaction's identity")
    func strangeMembers() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let record = SampleInteractions.full.replacing("\"channel\"", with: "\"revision\"")
            _ = try await writer.write([try prepare(record)])
            let other = record.replacing("\"revision\":\"web\"", with: "\"revision\":\"app\"")
            #expect(try await writer.outcomes([try prepare(other)]) == ["conflict chat-1"])
        }
    }

    @Test("are in one thread only where its id is the same to the code point")
    func lookalikeThreads() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let threads = ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}"]
            let records = try threads.enumerated().map { minute, thread in
                let time = "2026-03-04T09:0\(minute):00Z"
                return try prepare(SampleInteractions.plain(timestamp: time, thread: thread))
            }
            _ = try await writer.write(records)
            #expect(
                try await database.column(
                    "select repeats_previous from redline.interaction order by occurred_at"
                ) == ["f", "f", "t"]
            )
        }
    }
}
