import EndpointDouble
import Redline
import RedlineSummaries
import Synchronization
import Testing

/// Summaries that are followed while the model writes them.
@Suite(.timeLimit(.minutes(3))) struct StreamingTests {
    /// What a follower saw.
    private final class Follower: Sendable {
        private let seen = Mutex<[SummaryProgress]>([])

        func see(_ progress: SummaryProgress) { seen.withLock { $0.append(progress) } }

        var restarts: Int { seen.withLock { $0.count { $0 == .restarted } } }

        /// The texts since the last restart, joined by part and place.
        var texts: [String: String] {
            var texts: [String: String] = [:]
            for progress in seen.withLock({ $0 }) {
                switch progress {
                case .restarted: texts = [:]
                case .text(let part, let statement, let text):
                    texts["\(part.rawValue) \(statement)", default: ""] += text
                }
            }
            return texts
        }
    }

    private static let texts = [
        "executive_summary 0": "An invoice of Weber.", "key_findings 0": "Total 119.",
        "recommendations 0": "Pay it.", "action_items 0": "Pay by April.",
    ]

    private func followed(_ running: RunningSummariser) async -> (Summary, Follower) {
        let follower = Follower()
        let summary = await running.follow { follower.see($0) }
        return (summary, follower)
    }

    @Test(arguments: [1, 3, 1_000])
    func aStreamIsReadAsItComes(size: Int) async throws {
        try await RunningSummariser.run({ _ in
            ScriptedEndpoint.stream(ScriptedEndpoint.summary, in: size)
        }) { running in
            let (summary, follower) = await followed(running)
            #expect(summary.fallbackReason == nil)
            #expect(summary.text == "An invoice of Weber.\nTotal 119.\nPay it.\nPay by April.")
            #expect(summary.model == "test-model-2026")
            #expect(summary.use.tokensUsed == 250)
            #expect(follower.texts == Self.texts)
            #expect(follower.restarts == 0)
            let request = try #require(running.endpoint.requests.first).json()
            #expect(request["stream"]?.boolean == true)
            #expect(request["stream_options"]?["include_usage"]?.boolean == true)
        }
    }

    @Test func theConnectionMayStayOpenBehindTheEnd() async throws {
        try await RunningSummariser.run({ _ in
            ScriptedEndpoint.stream(ScriptedEndpoint.summary) + [.hang]
        }) { running in
            let (summary, _) = await followed(running)
            #expect(summary.fallbackReason == nil)
            #expect(summary.use.attempts == 1)
        }
    }

    @Test(arguments: [
        ScriptedEndpoint.stream(ScriptedEndpoint.summary, isCut: true),
        ScriptedEndpoint.events(["data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\nda"]),
        ScriptedEndpoint.events([
            "data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"executive_summary\\\":\\\"Wrong\"}}]}\n\n",
            "data: {\"error\":{\"message\":\"overloaded\",\"code\":529}}\n\n",
        ]),
        ScriptedEndpoint.events(["event: error\ndata: sorry\n\n"]),
        ScriptedEndpoint.events(["data: {\"choices\":\n\n"]),
        ScriptedEndpoint.failure(503),
    ])
    func aStreamThatBreaksOffIsBegunAgain(broken: [ScriptedEndpoint.Step]) async throws {
        try await RunningSummariser.run({ number in
            number == 0 ? broken : ScriptedEndpoint.stream(ScriptedEndpoint.summary)
        }) { running in
            let (summary, follower) = await followed(running)
            #expect(summary.fallbackReason == nil)
            #expect(summary.use.attempts == 2)
            #expect(follower.texts == Self.texts)
        }
    }

    @Test func whatIsVoidIsSaidToBe() async throws {
        try await RunningSummariser.run({ number in
            ScriptedEndpoint.stream(
                number == 0 ? #"{"executive_summary":"Wrong"}"# : ScriptedEndpoint.summary
            )
        }) { running in
            let (summary, follower) = await followed(running)
            #expect(summary.use.repairs == 1)
            #expect(follower.restarts == 1)
            #expect(follower.texts == Self.texts)
        }
    }

    @Test func theBuiltInSummariserTakesOver() async throws {
        try await RunningSummariser.run({ _ in
            ScriptedEndpoint.stream(#"{"executive_summary":"Wrong"}"#)
        }) { running in
            let (summary, follower) = await followed(running)
            #expect(summary.fallbackReason == .badAnswer)
            #expect(follower.restarts == 2)
            let first = summary[.executiveSummary].map(\.text).joined(separator: " ")
            #expect(follower.texts["executive_summary 0"] == first)
            var others = 0
            for part in SummaryPart.allCases.dropFirst() { others += summary[part].count }
            #expect(follower.texts.count == 1 + others)
        }
    }

    @Test func anEndpointThatDoesNotStreamIsTakenAsItIs() async throws {
        try await RunningSummariser.run({ _ in
            ScriptedEndpoint.completion(ScriptedEndpoint.summary)
        }) { running in
            let (summary, follower) = await followed(running)
            #expect(summary.fallbackReason == nil)
            #expect(follower.texts == Self.texts)
        }
    }

    @Test func anEndpointThatCountsNoTokensOfStreamsIsNotAskedFor() async throws {
        try await RunningSummariser.run({ number in
            number == 0
                ? ScriptedEndpoint.failure(400, message: "Unknown field: stream_options")
                : ScriptedEndpoint.stream(ScriptedEndpoint.summary)
        }) { running in
            let (summary, _) = await followed(running)
            #expect(summary.fallbackReason == nil)
            let last = try #require(running.endpoint.requests.last).json()
            #expect(last["stream_options"] == nil)
            #expect(last["response_format"] != nil)
        }
    }

    @Test func aStreamWithoutEndIsTooLarge() async throws {
        try await RunningSummariser.run(
            { _ in
                ScriptedEndpoint.events(
                    Array(repeating: ": \(String(repeating: "x", count: 997))\n", count: 200)
                )
            },
            limits: { $0.answerBytes = 100_000 }
        ) { running in
            let (summary, _) = await followed(running)
            #expect(summary.fallbackReason == .answerTooLarge)
            #expect(running.endpoint.requests.count == 1)
        }
    }
}
