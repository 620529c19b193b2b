import Redline

extension ScriptedEndpoint {
    /// A summary as a model gives it.
    public static let summary =
        #"{"executive_summary":"An invoice of Weber.","key_findings":["Total 119."],"#
        + #""recommendations":["Pay it."],"risk_factors":[],"action_items":["Pay by April."]}"#

    /// A whole HTTP answer.
    public static func http(
        _ status: Int,
        _ body: String,
        headers: [String] = [],
        length: Int? = nil
    ) -> [Step] {
        let lines =
            [
                "HTTP/1.1 \(status) X", "Content-Type: application/json", "Connection: close",
                "Content-Length: \(length ?? body.utf8.count)",
            ] + headers
        return [.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))]
    }

    /// A chat completion with that text.
    public static func completion(_ content: String, finishReason: String = "stop") -> [Step] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("model")
        writer.string("test-model-2026")
        writer.name("choices")
        writer.beginArray()
        writer.beginObject()
        writer.name("message")
        writer.beginObject()
        writer.name("role")
        writer.string("assistant")
        writer.name("content")
        writer.string(content)
        writer.endObject()
        writer.name("finish_reason")
        writer.string(finishReason)
        writer.endObject()
        writer.endArray()
        writer.name("usage")
        writer.raw(#"{"prompt_tokens":200,"completion_tokens":50,"total_tokens":250}"#)
        writer.endObject()
        return http(200, writer.text)
    }

    /// An error as OpenAI reports it.
    public static func failure(
        _ status: Int,
        code: String = "x",
        message: String = "no",
        headers: [String] = []
    ) -> [Step] {
        let body = #"{"error":{"message":"\#(message)","type":"x","code":"\#(code)"}}"#
        return http(status, body, headers: headers)
    }
}
