import Redline
import Testing

@testable import RedlineTools

@Suite("A call's request")
struct ToolRequestTests {
    private static func request(
        _ method: String,
        _ url: String,
        _ arguments: String
    ) throws -> ToolRequest {
        let names = ["a", "b"].filter { url.contains("{\($0)}") }
        let required = names.map { "\"\($0)\"" }.joined(separator: ",")
        let text = #"""
            {"tools":[{"name":"t","description":"d","method":"\#(method)","url":"\#(url)",
            "parameters":{"type":"object","properties":{"a":{"type":"string"},
            "b":{"type":"string"},"n":{}},"required":[\#(required)]}}]}
            """#
        let registry = try ToolRegistry(parsing: Array(text.utf8), environment: [:])
        let tool = try #require(registry["t"])
        return try ToolRequest(tool, try JSONDocument(parsing: arguments).root)
    }

    @Test("has arguments in their places, escaped, and the others in the query")
    func query() throws {
        let request = try Self.request(
            "GET",
            "https://h.example/x/{a}?y={b}",
            #"{"a":"ä&?#%2e","b":"1/2&z=3","n":[1,"two & three"]}"#
        )
        #expect(
            request.url == "https://h.example/x/%C3%A4%26%3F%23%252e?y=1%2F2%26z%3D3"
                + "&n=1&n=two%20%26%20three"
        )
        #expect(request.body == nil)
        let plain = try Self.request("DELETE", "https://h.example", #"{"n":{"k":null},"a":"b"}"#)
        #expect(plain.url == "https://h.example/?n=%7B%22k%22%3Anull%7D&a=b")
    }

    @Test("has the others in the body of a POST")
    func body() throws {
        let request = try Self.request(
            "POST",
            "https://h.example/x/{a}",
            #"{"a":"1","n":1.50,"b":"x"}"#
        )
        #expect(request.url == "https://h.example/x/1")
        #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == #"{"n":1.50,"b":"x"}"#)
    }

    @Test(
        "never leads elsewhere",
        arguments: [
            "..", ".", "", "a/b", "../admin", "a\\\\b", "a\\u0001b", "a\\nb",
        ]
    )
    func path(value: String) {
        #expect(throws: ToolFailure.self) {
            try Self.request("GET", "https://h.example/x/{a}/y", #"{"a":"\#(value)"}"#)
        }
    }

    @Test("is refused where its address would be too long")
    func length() {
        #expect(throws: ToolFailure.self) {
            try Self.request(
                "GET",
                "https://h.example/x",
                #"{"a":"\#(String(repeating: "x", count: 8_000))"}"#
            )
        }
    }
}
