import EndpointDouble
import Logging
import NIOCore
import Redline
import Synchronization
import Testing

@testable import RedlineSummaries

/// An endpoint that fails in passing is asked again, and one that does not answer is not waited for.
@Suite(.timeLimit(.minutes(3))) struct RetryTests {
    private static let good = ScriptedEndpoint.completion(ScriptedEndpoint.summary)

    @Test(arguments: [500, 502, 503, 504, 529, 408])
    func aFailureInPassingIsTriedAgainAfterAJitteredPause(status: Int) async throws {
        try await RunningSummariser.run({ number in
            number < 2 ? ScriptedEndpoint.failure(status) : Self.good
        }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == nil)
            #expect(summary.use.attempts == 3)
            #expect(summary.use.tokensUsed == 250)
            #expect(running.time.pauses == [.milliseconds(250), .milliseconds(500)])
        }
    }

    @Test(arguments: [
        ("Retry-After: 7", Duration.milliseconds(7_250)),
        ("Retry-After: Thu, 01 Jan 2026 00:00:20 GMT", .milliseconds(20_250)),
        ("Retry-After: Wed, 31 Dec 2025 23:59:00 GMT", .milliseconds(250)),
        ("Retry-After-Ms: 1500", .milliseconds(1_750)),
        ("Retry-After: soon", .milliseconds(250)),
    ])
    func theEndpointSaysWhenToComeBack(header: String, pause: Duration) async throws {
        try await RunningSummariser.run({ number in
            number == 0 ? ScriptedEndpoint.failure(429, headers: [header]) : Self.good
        }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == nil)
            #expect(running.time.pauses == [pause])
        }
    }

    @Test func aPauseBeyondTheTimeThatThereIsIsNotMade() async throws {
        try await RunningSummariser.run({ _ in
            ScriptedEndpoint.failure(429, headers: ["Retry-After: 60"])
        }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == .rateLimited)
            #expect(running.time.pauses == [])
            #expect(running.endpoint.requests.count == 1)
        }
    }

    @Test(arguments: [
        (ScriptedEndpoint.failure(401), EndpointFault.refused(status: 401)),
        (ScriptedEndpoint.failure(400), .refused(status: 400)),
        (ScriptedEndpoint.failure(404), .refused(status: 404)),
        (ScriptedEndpoint.failure(501), .failed(status: 501)),
        (ScriptedEndpoint.failure(429, code: "insufficient_quota"), .rateLimited),
        (
            ScriptedEndpoint.http(307, "", headers: ["Location: http://127.0.0.1:1/v1"]),
            .refused(status: 307)
        ),
    ])
    func whatWillNotPassIsNotTriedAgain(
        reply: [ScriptedEndpoint.Step],
        fault: EndpointFault
    ) async throws {
        try await RunningSummariser.run({ _ in reply }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == fault)
            #expect(summary.model == ExtractiveSummariser.model)
            #expect(running.endpoint.requests.count == 1)
        }
    }

    @Test func attemptsAreBounded() async throws {
        try await RunningSummariser.run({ _ in ScriptedEndpoint.failure(503) }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == .failed(status: 503))
            #expect(summary.use.attempts == 4)
            #expect(running.endpoint.requests.count == 4)
        }
    }

    @Test(arguments: [
        [], [ScriptedEndpoint.Step.send(Array("HTTP/1.1 200 OK\r\nContent-".utf8))],
        [.send(Array("nonsense\r\n\r\n".utf8))], ScriptedEndpoint.http(200, "{\"a", length: 500),
        ScriptedEndpoint.http(200, "not JSON"), ScriptedEndpoint.http(200, "{}"),
    ])
    func whatBreaksOffOrIsNoAnswerIsTriedAgain(broken: [ScriptedEndpoint.Step]) async throws {
        try await RunningSummariser.run({ $0 == 0 ? broken : Self.good }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == nil)
            #expect(summary.use.attempts == 2)
        }
    }

    @Test func aRequestThatHangsIsGivenUp() async throws {
        try await RunningSummariser.run(
            { $0 == 0 ? [.hang] : Self.good },
            limits: {
                $0.attempt = .milliseconds(500)
                $0.attempts = 10
            }
        ) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == nil)
            #expect(summary.use.attempts >= 2)
            #expect(running.endpoint.departures >= 1)
        }
    }

    @Test func anAnswerThatTricklesIsGivenUp() async throws {
        try await RunningSummariser.run(
            { _ in
                [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n".utf8))]
                    + Array(repeating: [.send([0x20]), .wait(.milliseconds(20))], count: 400)
                    .joined()
            },
            limits: {
                $0.total = .milliseconds(300)
                $0.attempt = .milliseconds(200)
            }
        ) { running in
            let start = ContinuousClock.now
            let summary = await running.summarise()
            #expect(summary.fallbackReason == .timedOut)
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }

    @Test func nobodyListens() async throws {
        let port = try await ScriptedEndpoint.run({ _ in [] }) { $0.port }
        var settings = SummarySettings()
        settings.endpoint = try ChatEndpoint(url: "http://127.0.0.1:\(port)", model: "m", key: nil)
        let time = TestTiming()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let summariser = AISummariser(settings, logger: logger, timing: time.timing)
        let summary = await summariser.summarise(
            try SampleRequest.first("invoice", SampleRequest.invoice)
        )
        await summariser.shutdown()
        #expect(summary.fallbackReason == .unreachable)
        #expect(summary.use.attempts == 4)
    }

    @Test func anEndpointThatStaysDownIsLeftAloneForAWhile() async throws {
        let isUp = Flag()
        try await RunningSummariser.run(
            { _ in isUp.isSet ? Self.good : ScriptedEndpoint.failure(500) },
            limits: { $0.attempts = 3 }
        ) { running in
            #expect(await running.summarise().fallbackReason == .failed(status: 500))
            // The fifth failure in a row opens the circuit in the middle of this one.
            #expect(await running.summarise().fallbackReason == .failed(status: 500))
            #expect(running.endpoint.requests.count == 5)
            let refused = await running.summarise()
            #expect(refused.fallbackReason == .circuitOpen)
            #expect(refused.use.attempts == 0)
            #expect(running.endpoint.requests.count == 5)
            isUp.set()
            running.time.skip(CircuitBreaker.firstRest)
            #expect(await running.summarise().fallbackReason == nil)
            #expect(await running.summarise().fallbackReason == nil)
        }
    }

    @Test func whoeverIsGoneEndsTheRequest() async throws {
        try await RunningSummariser.run({ _ in [.hang] }) { running in
            let task = Task { await running.summarise() }
            while running.endpoint.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            #expect(await task.value.fallbackReason == .cancelled)
            while running.endpoint.departures == 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(running.endpoint.requests.count == 1)
        }
    }

    @Test func requestsUnderWayAreBounded() async throws {
        try await RunningSummariser.run(
            { _ in [.wait(.milliseconds(30))] + Self.good },
            limits: {
                $0.concurrency = 2
                $0.waiting = 3
            }
        ) { running in
            let reasons = await withTaskGroup(of: EndpointFault?.self) { group in
                for _ in 0..<9 {
                    group.addTask { await running.summarise().fallbackReason }
                }
                var reasons: [EndpointFault?] = []
                for await reason in group { reasons.append(reason) }
                return reasons
            }
            #expect(running.endpoint.mostUnderWay <= 2)
            #expect(running.endpoint.requests.count >= 2)
            #expect(reasons.allSatisfy { $0 == nil || $0 == .busy })
            #expect(reasons.count { $0 == nil } == running.endpoint.requests.count)
        }
    }

    @Test func theKeyAndTheContentAreInNoLogAndNoSummary() async throws {
        let lines = LogText()
        let logger = Logger(label: "test") { _ in lines }
        try await RunningSummariser.run(
            { _ in
                ScriptedEndpoint.failure(401, message: "bad key \(RunningSummariser.key) INV-2041")
            },
            logger: logger
        ) { running in
            let summary = await running.summarise()
            var dumped = ""
            dump(summary.fallbackReason, to: &dumped)
            let endpoint = try ChatEndpoint(
                url: "https://example.com/v1?api-key=sk-secret-4711",
                model: "m",
                key: RunningSummariser.key
            )
            dump(endpoint, to: &dumped)
            let shown = "\(lines.text) \(dumped) \(endpoint) \(String(reflecting: endpoint))"
            #expect(!shown.contains("sk-secret"))
            #expect(!lines.text.contains("INV-2041"))
            #expect(lines.text.contains("refused_401"))
        }
    }
}

/// Something that is set once.
private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}

/// A log that keeps all of its text.
private final class LogText: LogHandler {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
