import Foundation
import RedlineTelemetry
import SpanSamples
import TestSupport
import Testing

/// Real conversations that come by OpenTelemetry leave what `redline ingest` makes of their records.
@Suite("Conversations replayed by OpenTelemetry", .enabled(if: SharedData.isThere))
struct TelemetryReplayTests {
    /// So many spans around each other come in any order and in several requests.
    private static let window = 60
    private static let requestSizes = 5...40

    @Test(
        "are the same interactions, threads and figures of tools",
        arguments: ["airline_gpt-4o", "airline_claude-sonnet-4-5"]
    )
    func replay(file: String) async throws {
        let lines = try await Mapped.lines(
            "map_interactions.py",
            "interactions/\(file).ndjson.gz",
            ["--shift"]
        )
        var random = SplitMix64(seed: 5)
        var spans = try Self.turns(lines.map { try JSON(parsing: $0) }).enumerated()
            .flatMap { $1.telemetry(.today, seed: UInt64(10_000 + $0)).spans }
        for start in stride(from: 0, to: spans.count, by: Self.window) {
            spans[start..<min(start + Self.window, spans.count)].shuffle(using: &random)
        }
        let captured = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: captured, ["--trace-settling", "600"])
        while !spans.isEmpty {
            let size = min(Int.random(in: Self.requestSizes, using: &random), spans.count)
            try await server.take(
                SampleTelemetry(spans: Array(spans.prefix(size))),
                try server.key("recorder")
            )
            spans.removeFirst(size)
        }
        let ingested = try await TestDatabase.migrated()
        let records = try Scratch.file(Array(lines.joined(separator: "\n").utf8)).path
        #expect(try await ingested.redline(["ingest", records]).status == 0)
        // Only turns without a last word wait for one.
        let waiting = "select count(distinct trace_id) from redline.trace_part"
        let unanswered =
            "select count(*) from redline.interaction where assistant_response = ''"
        #expect(try await captured.count(waiting) == ingested.count(unanswered))
        try await captured.run("update redline.trace_part set settles_at = now()")
        let deadline = ContinuousClock.now + .seconds(60)
        while try await captured.count(waiting) > 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        for query in [
            """
            select owner, thread_id, user_message, assistant_response, model,
              (select jsonb_agg(jsonb_build_array(
                 c->>'tool_name', c->'arguments', c->'result', c->>'status'
               ) order by o)
               from jsonb_array_elements(tool_calls::jsonb) with ordinality t(c, o))
            from redline.interaction order by 1, 2, 3, 4, 5, 6
            """,
            "select count(*), count(distinct (owner, thread_id)) from redline.interaction",
            "select tool, failed, count(*) from redline.tool_call group by 1, 2 order by 1, 2",
        ] {
            let expected = try await ingested.comparableRows(query)
            let found = try await captured.comparableRows(query)
            #expect(found.count == expected.count)
            for (found, expected) in zip(found, expected) { #expect(found == expected) }
        }
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await captured.drop()
        try await ingested.drop()
    }

    /// The records as turns, each with what was said before it in its thread.
    private static func turns(_ records: [JSON]) throws -> [SampleTurn] {
        var threads: [String: [SampleTurn]] = [:]
        return try records.enumerated().map { number, record in
            let thread = record["thread_id"].string ?? ""
            var turn = SampleTurn(
                record["user_message"].string ?? "",
                record["assistant_response"].string ?? "",
                calls: try record["tool_calls"].elements.map { call in
                    .init(
                        call["tool_name"].string ?? "",
                        try call["arguments"].text,
                        try call["result"].string ?? call["result"].text,
                        error: call["status"] == "success" ? nil : call["error"].string ?? "failed"
                    )
                },
                owner: record["user_id"].string,
                thread: thread,
                start: SampleTurn.now + UInt64(number) * 60_000_000_000
            )
            turn.model = record["metadata"]["model"].string ?? ""
            turn.history = threads[thread] ?? []
            var told = turn
            told.history = []
            threads[thread, default: []].append(told)
            return turn
        }
    }
}
