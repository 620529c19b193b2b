import Foundation
import RedlineTelemetry
import SpanSamples
import SwiftProtobuf
import Testing

/// Sends spans and log records, and reads what became of them.
extension ServerUnderTest {
    static let protobuf = "application/x-protobuf"

    /// Sends a request of OTLP in protobuf.
    func telemetry(
        _ path: String,
        _ key: String?,
        _ message: some Message,
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let headers = headers.merging(["Content-Type": Self.protobuf]) { first, _ in first }
        return try await send("POST", path, key, headers: headers, message.serializedBytes())
    }

    /// Sends what there is of spans and log records, and expects all of it to be taken.
    func take(_ telemetry: SampleTelemetry, _ key: String, owner: String? = nil) async throws {
        if !telemetry.spans.isEmpty {
            let answer = try await self.telemetry("/v1/traces", key, telemetry.traces)
            let words = try Self.words(answer)
            #expect(answer.status == 200 && answer.body.isEmpty, "\(words)")
        }
        if !telemetry.logs.isEmpty {
            let request = telemetry.logRequest(owner: owner)
            let answer = try await self.telemetry("/v1/logs", key, request)
            let words = try Self.words(answer)
            #expect(answer.status == 200 && answer.body.isEmpty, "\(words)")
        }
    }

    /// What an answer in protobuf says.
    static func words(_ answer: HTTPAnswer) throws -> String {
        answer.status == 200
            ? try OTLPResponse(serializedBytes: answer.body).partialSuccess.errorMessage
            : try OTLPRefusal(serializedBytes: answer.body).message
    }

    /// The owner's interactions, once there are so many, oldest first.
    func interactions(of owner: String, _ count: Int) async throws -> [JSON] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let answer = try await get(
                "/api/v1/interactions?limit=1000",
                admin,
                headers: ["X-User-Id": owner]
            )
            let found = try answer.json["interactions"].elements
            guard found.count < count, ContinuousClock.now < deadline else {
                #expect(found.count == count)
                return found.sorted {
                    ($0["timestamp"].string ?? "") < ($1["timestamp"].string ?? "")
                }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The owner's interactions, once all that was sent of them has settled: however long that took
    /// to arrive.
    func settledInteractions(of owner: String, _ count: Int) async throws -> [JSON] {
        try await settle(owner)
        return try await interactions(of: owner, count)
    }

    /// Has what waits of an owner's traces settle now, and waits until nothing of it is due.
    func settle(_ owner: String) async throws {
        try await database.run(
            "update redline.trace_part set settles_at = now() where owner = '\(owner)'"
        )
        let due =
            "select count(*) from redline.trace_part where owner = '\(owner)'"
            + " and settles_at <= now()"
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await database.count(due) == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("parts of traces are still due after a minute")
    }

    /// A counter of `/metrics`.
    func counter(_ name: String) async throws -> Int {
        let text = try await get("/metrics", nil).text
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
    }
}

extension SampleTurn {
    /// A turn with a tool that works and one that does not, after another turn.
    static func withTools(owner: String?, thread: String = "thread-1") -> SampleTurn {
        var turn = SampleTurn(
            "Which flight, and \"how much\"?",
            "HAT001 for 92 €.",
            calls: [
                .init("search", #"{"to":"Köln","n":1}"#, #"{"flights":["HAT001"]}"#),
                .init("book", "{}", "Error: sold out", error: "sold out"),
            ],
            owner: owner,
            thread: thread,
            start: Self.now
        )
        turn.history = [SampleTurn("Hello", "Hello, how can I help?", start: 1)]
        return turn
    }

    /// An hour ago, in nanoseconds, the same for all tests of a run.
    static let now = UInt64(Date.now.timeIntervalSince1970 - 3_600) * 1_000_000_000
}
