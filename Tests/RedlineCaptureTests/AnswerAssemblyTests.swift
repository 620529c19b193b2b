import NIOCore
import Testing

@testable import RedlineCapture

/// Answers come out the same however their bytes are cut up.
@Suite("An answer on its way")
struct AnswerAssemblyTests {
    private static let stream = """
        data: {"id":"c1","model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{"content":"Grüße "}},{"index":1,"delta":{"content":"x"}}]}

        : a comment

        data: {"id":"c1","choices":[{"index":0,"delta":{"content":"👋"}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"find","arguments":""}}]}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"book","arguments":"{}"}}]}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"q\\":"}}]}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"id":"c1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}

        data: [DONE]


        """

    private func answer(
        _ text: String,
        in size: Int,
        _ contentType: String = "text/event-stream; charset=utf-8"
    ) -> ChatAnswer {
        var assembly = AnswerAssembly(contentType: contentType, contentEncoding: nil)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            assembly.take(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return assembly.finish()
    }

    @Test("is put together from its events", arguments: [1, 2, 3, 7, 64, 100_000])
    func events(size: Int) {
        let answer = answer(Self.stream, in: size)
        #expect(answer.text == "Grüße 👋")
        #expect(answer.id == "c1")
        #expect(answer.model == "m-1")
        #expect(answer.calls.map(\.id) == ["a", "b"])
        #expect(answer.calls.map(\.tool) == ["find", "book"])
        #expect(answer.calls.map(\.arguments) == [#"{"q":1}"#, "{}"])
        #expect(answer.finishReason == "tool_calls")
        #expect(answer.tokens == 10)
        #expect(!answer.isCutShort)
    }

    @Test("has the error that ends a stream")
    func midStreamError() {
        let text = """
            data: {"choices":[{"index":0,"delta":{"content":"Half"}}]}

            data: {"error":{"message":"overloaded","type":"server_error","code":529}}


            """
        let answer = answer(text, in: 50)
        #expect(answer.text == "Half")
        #expect(answer.error?.message == "overloaded")
        #expect(answer.error?.code == "529")
    }

    @Test("is read from a whole body")
    func body() {
        let text = #"""
            {"id":"c2","model":"m-2","choices":[{"index":0,"finish_reason":"stop","message":
            {"role":"assistant","content":null,"refusal":"I cannot."}}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":4}}
            """#
        let answer = answer(text, in: 10, "application/json")
        #expect(answer.text == "I cannot.")
        #expect(answer.tokens == 4)
    }

    @Test("keeps no more than its limit")
    func limit() {
        let piece = String(repeating: "x", count: 1 << 16)
        let event = #"data: {"choices":[{"index":0,"delta":{"content":"\#(piece)"}}]}"# + "\n\n"
        let answer = answer(String(repeating: event, count: 100), in: 1 << 16)
        #expect(answer.isCutShort)
        #expect(answer.text.utf8.count <= AnswerAssembly.limit + 1 << 16)
        #expect(!answer.text.isEmpty)
    }
}
