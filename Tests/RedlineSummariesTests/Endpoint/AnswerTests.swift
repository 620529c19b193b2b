import EndpointDouble
import Redline
import RedlineSummaries
import Testing

/// What a model may answer, and what becomes of it.
@Suite struct AnswerTests {
    @Test func anAnswerInTheSchemaIsTheSummary() async throws {
        try await RunningSummariser.run({ _ in
            ScriptedEndpoint.completion(ScriptedEndpoint.summary)
        }) { running in
            let summary = await running.summarise()
            #expect(
                summary.text == """
                    An invoice of Weber.
                    Total 119.
                    Pay it.
                    Pay by April.
                    """
            )
            #expect(summary.model == "test-model-2026")
            #expect(summary.fallbackReason == nil)
            #expect(summary.isOfWholeDocument)
            #expect(summary.use.tokensIn == 200)
            #expect(summary.use.tokensOut == 50)
            #expect(summary.use.attempts == 1)
            #expect(summary.use.repairs == 0)
            #expect(summary.use.duration > .zero)
            let request = try #require(running.endpoint.requests.first)
            #expect(request.head.hasPrefix("POST /v1/chat/completions HTTP/1.1\r\n"))
            #expect(request.head.contains("Bearer \(RunningSummariser.key)"))
            let json = try request.json()
            #expect(json["model"]?.string == "test-model")
            #expect(json["stream"] == nil)
            let format = json["response_format"]
            #expect(format?["type"]?.string == "json_schema")
            #expect(format?["json_schema"]?["strict"]?.boolean == true)
            let schema = format?["json_schema"]?["schema"]
            #expect(
                schema?["required"]?.elements.compactMap(\.string) == [
                    "executive_summary", "key_findings", "recommendations", "risk_factors",
                    "action_items",
                ]
            )
            #expect(schema?["additionalProperties"]?.boolean == false)
        }
    }

    @Test(arguments: [
        "```json\n\(ScriptedEndpoint.summary)\n```",
        "Here it is:\n\(ScriptedEndpoint.summary)\nAnything else?",
        "<think>A brace { or two }</think>\n\(ScriptedEndpoint.summary)",
        "<think>{\"executive_summary\":1}</think>\(ScriptedEndpoint.summary)",
    ])
    func whatAModelTalksAroundItIsNoMatter(content: String) async throws {
        try await RunningSummariser.run({ _ in ScriptedEndpoint.completion(content) }) { running in
            let summary = await running.summarise()
            #expect(summary[.executiveSummary] == [Statement("An invoice of Weber.")])
            #expect(summary.use.attempts == 1)
        }
    }

    @Test(arguments: [
        ("no JSON at all", "it is not one JSON object"),
        (#"{"executive_summary":"#, "it is not one JSON object"),
        (
            #"{"executive_summary":"","key_findings":"x","risk_factors":[1],"action_items":[]}"#,
            "executive_summary has to be a string that is not empty; key_findings has to be an "
                + "array of strings; recommendations is missing; risk_factors has to be an array "
                + "of strings"
        ),
        (
            ScriptedEndpoint.summary.replacing(
                #"["Total 119."]"#,
                with: "[\(Array(repeating: "\"x\"", count: 21).joined(separator: ","))]"
            ),
            "key_findings has over 20 elements"
        ),
    ])
    func aWrongAnswerMayBeMendedOnce(wrong: String, fault: String) async throws {
        try await RunningSummariser.run({ number in
            ScriptedEndpoint.completion(number == 0 ? wrong : ScriptedEndpoint.summary)
        }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == nil)
            #expect(summary[.keyFindings] == [Statement("Total 119.")])
            #expect(summary.use.repairs == 1)
            #expect(summary.use.attempts == 2)
            #expect(summary.use.tokensUsed == 500)
            let messages = try #require(running.endpoint.requests.last).messages()
            #expect(messages.count == 4)
            #expect(messages.dropFirst(2).first == wrong)
            #expect(
                messages.last == "This answer cannot be used: \(fault). Answer again, with the "
                    + "JSON object alone and all five members."
            )
        }
    }

    @Test func aSecondWrongAnswerIsTheLast() async throws {
        try await RunningSummariser.run({ _ in ScriptedEndpoint.completion("{}") }) { running in
            let summary = await running.summarise()
            #expect(summary.fallbackReason == .badAnswer)
            #expect(summary.model == "redline-extractive-1")
            #expect(summary[.executiveSummary].count == 5)
            #expect(summary.use.tokensUsed == 500)
            #expect(running.endpoint.requests.count == 2)
        }
    }

    @Test func anAnswerThatWasCutOrDeclinedIsNone() async throws {
        for (reason, fault) in [
            ("length", EndpointFault.answerCut), ("content_filter", .declined),
        ] {
            try await RunningSummariser.run({ _ in
                ScriptedEndpoint.completion(ScriptedEndpoint.summary, finishReason: reason)
            }) { running in
                #expect(await running.summarise().fallbackReason == fault)
                #expect(running.endpoint.requests.count == 1)
            }
        }
    }

    @Test func anAnswerThatIsTooLargeIsNotRead() async throws {
        try await RunningSummariser.run(
            { _ in ScriptedEndpoint.http(200, String(repeating: " ", count: 200_000)) },
            limits: { $0.answerBytes = 100_000 }
        ) { running in
            #expect(await running.summarise().fallbackReason == .answerTooLarge)
            #expect(running.endpoint.requests.count == 1)
        }
    }

    @Test func whatAnEndpointDoesNotKnowIsLeftOutFromThenOn() async throws {
        try await RunningSummariser.run({ number in
            switch number {
            case 0:
                ScriptedEndpoint.failure(400, message: "response_format json_schema: unknown")
            case 1:
                ScriptedEndpoint.failure(422, message: "'response_format' is not supported")
            default:
                ScriptedEndpoint.completion(ScriptedEndpoint.summary)
            }
        }) { running in
            #expect(await running.summarise().use.attempts == 3)
            #expect(await running.summarise().use.attempts == 1)
            let formats = try running.endpoint.requests.map {
                try $0.json()["response_format"]?["type"]?.string
            }
            #expect(formats == ["json_schema", "json_object", nil, nil])
            #expect(running.time.pauses == [])
        }
    }
}
