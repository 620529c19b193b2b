import Testing

@testable import Redline

@Suite("Records of interactions")
struct InteractionRecordTests {
    private func interaction(_ text: String) throws -> Interaction {
        guard case .interaction(let record) = try Record(try JSONDocument(parsing: text)) else {
            throw NotAnInteraction()
        }
        return record
    }

    private struct NotAnInteraction: Error {}

    @Test("a whole one")
    func whole() throws {
        let record = try interaction(SampleRecord.interaction.rawValue)
        #expect(record.owner.name == "u-7")
        #expect(record.interactionID == "INT_20261121_022426_000001")
        #expect(record.timestamp?.description == "2026-11-21T02:24:26Z")
        #expect(record.threadID == "t-1")
        #expect(record.userMessage == "Book a flight.")
        #expect(record.assistantResponse?.string == "Done.")
        #expect(record.toolCalls.map(\.tool) == ["search", "book", "pay"])
        #expect(record.toolCalls.map(\.status) == ["success", "error", "timeout"])
        #expect(record.toolCalls.map(\.hasFailed) == [false, true, true])
        #expect(record.toolCalls.map(\.error) == [nil, "no seats", #"{"code":7}"#])
        #expect(record.toolCalls.map(\.durationMilliseconds) == [12.5, nil, nil])
        #expect(record.metadata.model == "m-3")
        #expect(record.metadata.source == "web")
        #expect(record.metadata.assistantID == "as-1")
        #expect(record.metadata.tokensUsed == 77)
        #expect(record.metadata.latencyMilliseconds == 1_500.25)
        #expect(record.document.root.text == SampleRecord.interaction.rawValue)
    }

    @Test("the least one")
    func least() throws {
        let record = try interaction(
            #"{"user_id":"u","user_message":"Hi","assistant_response":"Hello"}"#
        )
        #expect(record.owner.name == "u")
        #expect(record.interactionID == nil)
        #expect(record.timestamp == nil)
        #expect(record.threadID == nil)
        #expect(record.toolCalls.isEmpty)
        #expect(record.metadata.model == nil)
        #expect(record.metadata.tokensUsed == nil)
    }

    @Test("an empty response stands where there are tool calls")
    func emptyResponse() throws {
        let sample = SampleRecord.interaction
        #expect(try sample.faults(with: #""""#, at: "/assistant_response") == [])
        #expect(try sample.faults(with: "[]", at: "/tool_calls") == [])
        let none = #"{"user_id":"u","user_message":"Hi","assistant_response":""}"#
        let fault = "/assistant_response may be empty only where there are tool calls"
        #expect(try SampleRecord.faults(of: none) == [fault])
        let empty =
            #"{"user_id":"u","user_message":"Hi","assistant_response":"","tool_calls":[]}"#
        #expect(try SampleRecord.faults(of: empty) == [fault])
    }

    @Test("metadata that does not fit the reports is kept and not read")
    func metadata() throws {
        let record = try interaction(
            """
            {"user_id":"u","user_message":"Hi","assistant_response":"Hello","metadata":{"model":7,
            "source":["web"],"assistant_id":null,"tokens_used":-1,"latency_ms":"fast"}}
            """
        )
        #expect(record.metadata.model == nil)
        #expect(record.metadata.source == nil)
        #expect(record.metadata.assistantID == nil)
        #expect(record.metadata.tokensUsed == nil)
        #expect(record.metadata.latencyMilliseconds == nil)
    }

    @Test(
        "each rule broken is one fault",
        arguments: [
            ("/user_id", nil, "is required: a record belongs to an owner"),
            ("/user_id", "null", "is required: a record belongs to an owner"),
            ("/user_id", #""a/b""#, "must be \(Owner.rule)"),
            ("/user_message", nil, "is required"),
            ("/user_message", #""""#, "must not be empty"),
            ("/user_message", "{}", "must be a string"),
            ("/assistant_response", "5", "must be a string"),
            ("/interaction_id", #""""#, "must be 1 to 200 characters without control characters"),
            (
                "/interaction_id", #""a\nb""#,
                "must be 1 to 200 characters without control characters"
            ),
            ("/thread_id", "7", "must be a string"),
            (
                "/timestamp", #""2026-02-30""#,
                "must be an RFC 3339 time, such as 2026-01-31T12:00:00Z"
            ),
            ("/tool_calls", "{}", "must be an array"),
            ("/tool_calls/1", "5", "must be an object"),
            ("/tool_calls/1/tool_name", nil, "is required"),
            ("/tool_calls/1/tool_name", #""""#, "must not be empty"),
            ("/tool_calls/2/status", nil, "is required"),
            ("/tool_calls/2/status", "200", "must be a string"),
            ("/tool_calls/0/duration_ms", "-1", "must be a number of 0 or more"),
            ("/tool_calls/0/duration_ms", #""12""#, "must be a number of 0 or more"),
            ("/metadata", "[]", "must be an object"),
        ] as [(String, String?, String)]
    )
    func faults(pointer: String, value: String?, detail: String) throws {
        let found = try SampleRecord.interaction.faults(with: value, at: pointer)
        #expect(found == ["\(pointer) \(detail)"])
    }

    @Test("ids have at most 200 characters")
    func longIDs() throws {
        let sample = SampleRecord.interaction
        let longest = String(repeating: "\u{E9}", count: 200)
        for pointer in ["/interaction_id", "/thread_id"] {
            #expect(try sample.faults(with: #""\#(longest)""#, at: pointer) == [])
            #expect(
                try sample.faults(with: #""\#(longest)x""#, at: pointer)
                    == ["\(pointer) must be 1 to 200 characters without control characters"]
            )
        }
    }

    @Test("a faulty call beside an empty response is one fault")
    func faultyCall() throws {
        let text = """
            {"user_id":"u","user_message":"Hi","assistant_response":"",
            "tool_calls":[{"tool_name":"t"}]}
            """
        #expect(try SampleRecord.faults(of: text) == ["/tool_calls/0/status is required"])
    }
}
