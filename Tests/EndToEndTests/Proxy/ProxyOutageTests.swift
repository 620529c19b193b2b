import EndpointDouble
import Foundation
import Testing

/// Callers, upstreams and the database come and go, and no interaction is lost.
@Suite("The proxy in bad times")
struct ProxyOutageTests {
    private static let piece =
        #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"word "}}]}"# + "\n\n"

    /// How the upstream answers, by what the question says.
    @Sendable private static func answer(
        _: Int,
        _ received: ScriptedEndpoint.Received
    ) -> [ScriptedEndpoint.Step] {
        if received.body.contains("fail") { return ScriptedEndpoint.failure(500) }
        if received.body.contains("break") {
            return ScriptedEndpoint.http(200, #"{"choices":["#, length: 1_000)
        }
        let pieces = ScriptedEndpoint.events([piece])
        if received.body.contains("leave") { return pieces + [.hang] }
        return pieces + [.wait(.milliseconds(20))]
            + [.send(Array((piece + "data: [DONE]\n\n").utf8))]
    }

    /// Sends a question; gives it back once it has been under way.
    private func ask(_ proxy: ProxyUnderTest, _ question: String) async throws -> String {
        let chat = JSON.chat([.message("user", question)], ["stream": true])
        let request = try proxy.request(chat)
        let port = proxy.server.port
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let caller = try HTTPConnection(port: port)
                        caller.send(request.bytes)
                        if question.contains("leave") {
                            try caller.expect("word")
                        } else if question.contains("break") {
                            // It stays until the answer breaks off: whoever goes is cut.
                            try caller.expect("HTTP/1.1 200")
                            #expect(throws: HTTPFailure.self) { try caller.answer() }
                        } else {
                            let answer = try caller.answer()
                            #expect(answer.status == (question.contains("fail") ? 500 : 200))
                        }
                    }
                )
            }
        } as Void
        return question
    }

    @Test("records whatever went by, also while the database was away")
    func outage() async throws {
        try await ProxyUnderTest.run(Self.answer) { proxy in
            // The key has to be known before the database goes.
            var asked = [try await ask(proxy, "first")]
            for phase in ["before", "away", "after"] {
                if phase == "away" { try await proxy.server.database.setOpen(false) }
                if phase == "after" { try await proxy.server.database.setOpen(true) }
                asked += try await withThrowingTaskGroup(of: String.self) { group in
                    for number in 0..<24 {
                        let kind = ["stay", "leave", "fail", "break"][number % 4]
                        group.addTask { try await ask(proxy, "\(kind) \(phase) \(number)") }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            try await proxy.wait(for: "redline_proxy_waiting", 0)
            try await proxy.wait(for: "redline_spool_records", 0)
            let turns = try await proxy.interactions(asked.count)
            #expect(turns.compactMap { $0["user_message"].string }.sorted() == asked.sorted())
            let states = turns.map { turn in
                let kind = turn["user_message"].string?.split(separator: " ").first ?? ""
                return "\(kind) \(turn["metadata"]["status"].string ?? "")"
            }
            #expect(
                Set(states) == ["first ok", "stay ok", "leave cut", "fail error", "break error"]
            )
            #expect(try await proxy.metric("redline_proxy_not_recorded_total") == 0)
            try await proxy.wait(for: "redline_proxy_requests_in_flight", 0)
            #expect(proxy.endpoint.departures == 18)
        }
    }
}
