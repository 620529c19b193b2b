import Foundation
import RedlineTelemetry
import SpanSamples
import SwiftProtobuf
import Testing

@Suite("Conversations by OpenTelemetry, when something is away")
struct TelemetryOutageTests {
    private static let owner = "outage@example.com"

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }

    @Test("go into the spool when they are whole, and are asked for again when they are not")
    func database() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database, ["--trace-settling", "600"])
        let key = try await server.newKey("owner", owner: Self.owner)
        let whole = SampleTurn.withTools(owner: nil).telemetry(.today, seed: 1)
        let other = SampleTurn.withTools(owner: nil).telemetry(.today, seed: 2)
        let some = SampleTelemetry(spans: Array(other.spans.prefix(2)))
        let rest = SampleTelemetry(spans: Array(other.spans.dropFirst(2)))
        // The key is known before.
        try await server.take(SampleTelemetry(spans: [OTLPSpan()]), key)
        try await database.setOpen(false)
        try await server.take(whole, key)
        let answer = try await server.client.send(
            HTTPRequest(
                method: "POST",
                path: "/v1/traces",
                headers: [
                    "Authorization": "Bearer \(key)", "Content-Type": ServerUnderTest.protobuf,
                ],
                body: try some.traces.serializedBytes()
            )
        )
        #expect(answer.status == 503)
        #expect(answer.header("Retry-After") == "1")
        #expect(try OTLPRefusal(serializedBytes: answer.body).code == 14)
        try await database.setOpen(true)
        _ = try await server.interactions(of: Self.owner, 1)
        try await deliver(some, key, to: server)
        try await deliver(rest, key, to: server)
        _ = try await server.interactions(of: Self.owner, 2)
        try await stop(server)
        try await database.drop()
    }

    /// Sends spans as exporters do: again, as long as the answer is 503.
    private func deliver(
        _ telemetry: SampleTelemetry,
        _ key: String,
        to server: ServerUnderTest
    ) async throws {
        let request = HTTPRequest(
            method: "POST",
            path: "/v1/traces",
            headers: ["Authorization": "Bearer \(key)", "Content-Type": ServerUnderTest.protobuf],
            body: try telemetry.traces.serializedBytes()
        )
        let deadline = ContinuousClock.now + .seconds(60)
        var answer = try await server.client.send(request)
        while answer.status == 503, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            answer = try await server.client.send(request)
        }
        #expect(answer.status == 200 && answer.body.isEmpty)
    }

    @Test("survive the end of the service between two of their requests")
    func service() async throws {
        let database = try await TestDatabase.migrated()
        let trace = SampleTurn.withTools(owner: Self.owner).telemetry(.today, seed: 3)
        let first = try await ServerUnderTest.start(on: database, ["--trace-settling", "600"])
        let key = try await first.newKey("recorder")
        try await first.take(SampleTelemetry(spans: Array(trace.spans.prefix(2))), key)
        first.client.disconnect()
        first.command.signal(SIGKILL)
        _ = try await first.command.status
        let next = try await ServerUnderTest.start(on: database, ["--trace-settling", "600"])
        #expect(try await database.count("select count(*) from redline.trace_part") == 2)
        // The trace is whole with these, and nothing has to settle.
        try await next.take(SampleTelemetry(spans: Array(trace.spans.dropFirst(2))), key)
        #expect(try await database.count("select count(*) from redline.interaction") == 1)
        #expect(try await database.count("select count(*) from redline.trace_part") == 0)
        try await stop(next)
        try await database.drop()
    }

    @Test("wait without personal data in them where that is replaced")
    func redaction() async throws {
        let database = try await TestDatabase.migrated()
        let folder = Scratch.folder.appending(path: "telemetry-redaction").path
        let server = try await ServerUnderTest.start(
            on: database,
            [
                "--redact", "emails", "--redact-key", "\(folder)/redaction.key", "--spool",
                "\(folder)/spool", "--trace-settling", "600",
            ]
        )
        let key = try await server.newKey("owner", owner: "somebody")
        var turn = SampleTurn.withTools(owner: nil)
        turn.user = "Write to bob@example.com"
        turn.calls[0].arguments = #"{"to":"bob@example.com"}"#
        turn.calls[1].result = "bob@example.com is unknown"
        let split = turn.telemetry(.today, seed: 4)
        try await server.take(SampleTelemetry(spans: Array(split.spans.prefix(3))), key)
        let waiting = try await database.rows("select part::text from redline.trace_part").joined()
        #expect(waiting.count == 3)
        #expect(!waiting.contains { $0?.contains("bob@") == true })
        try await server.take(SampleTelemetry(spans: Array(split.spans.dropFirst(3))), key)
        // The same words at once give the same record, but for its ids.
        var whole = turn.telemetry(.today, seed: 5)
        whole.spans.shuffle()
        try await server.take(whole, key)
        let names: Set = ["interaction_id", "trace_id", "expiration_date", "repeats_previous"]
        let found = try await server.interactions(of: "somebody", 2).map { $0.dropping(names) }
        #expect(Set(found).count == 1)
        let said = try #require(found.first).text
        #expect(!said.contains("bob@"))
        try await stop(server)
        try await database.drop()
    }
}
