import Redline
import Testing

@testable import RedlineCapture

@Suite("A chat request")
struct ChatRequestTests {
    private func request(_ text: String) throws -> ChatRequest {
        ChatRequest(try JSONDocument(parsing: text).root)
    }

    private static let opening = #"{"role":"system","content":"S"},{"role":"user","content":"Hi"}"#

    @Test("has the turn since the user's last message")
    func turn() throws {
        let request = try request(
            #"""
            {"messages":[\#(Self.opening),{"role":"assistant","content":"Hello."},
            {"role":"user","content":[{"type":"text","text":"Two"},{"type":"image_url"}]},
            {"role":"assistant","content":"Let me see.","tool_calls":[
              {"id":"x","function":{"name":"find","arguments":"{}"}},
              {"id":"x","function":{"name":"find","arguments":"{\"n\":2}"}}]},
            {"role":"tool","tool_call_id":"x","content":"first"},
            {"role":"tool","tool_call_id":"x","content":"second"}]}
            """#
        )
        #expect(request.userMessage == "Two\n[image_url]")
        #expect(request.userMessages == 2)
        #expect(request.instructions == "S")
        #expect(request.texts == ["Let me see."])
        #expect(request.calls.map(\.result) == ["first", "second"])
    }

    @Test("knows its thread by the first message and the first answer, however it goes on")
    func thread() throws {
        let owner = try #require(Owner("ana@example.com"))
        let other = try #require(Owner("ben@example.com"))
        let first = try request(#"{"messages":[\#(Self.opening)]}"#)
        let thread = first.derivedThread(of: owner, answeredBy: ChatMessage.fingerprint("Yo", []))
        // The caller gives the answer back in its own manner.
        let later = try request(
            #"""
            {"messages":[{"role":"system","content":"Another"},{"role":"user","content":"Hi"},
            {"role":"assistant","content":[{"type":"text","text":"Yo"}],"refusal":null},
            {"role":"user","content":"And?"}]}
            """#
        )
        #expect(later.derivedThread(of: owner, answeredBy: "whatever") == thread)
        #expect(later.derivedThread(of: other, answeredBy: "whatever") != thread)
        #expect(first.derivedThread(of: owner, answeredBy: "another") != thread)
        #expect(first.turn != later.turn)
    }

    @Test(
        "has results that tell how the calls went",
        arguments: [
            (#"{"time":"12:00"}"#, "success"), ("Error: sold out", "error"), ("  error", "error"),
            (#"{"error":null,"a":1}"#, "success"), (#"{"error":"no"}"#, "error"),
            (#"{"is_error":true}"#, "error"), ("", "success"), ("[1]", "success"),
        ]
    )
    func outcomes(result: String, status: String) {
        #expect(ToolOutcome(of: result).status == status)
    }

    @Test("is nothing that a record cannot hold")
    func texts() {
        var cut = 0
        #expect(CapturedText.fit("a\0b", 10, &cut) == "a\u{FFFD}b")
        #expect(cut == 0)
        #expect(CapturedText.fit("aé👋", 5, &cut) == "aé")
        #expect(cut == 1)
        #expect(!CapturedText.isJSON("299.0"))
        #expect(CapturedText.isJSON(" [1]"))
        #expect(!CapturedText.isJSON("{"))
    }
}
