import Redline

extension ScriptedEndpoint {
    /// A stream of those bytes, written one after the other.
    public static func events(_ pieces: [String]) -> [Step] {
        let head = "HTTP/1.1 200 X\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
        return [.send(Array("\(head)Connection: close\r\n\r\n".utf8))]
            + pieces.map { .send(Array($0.utf8)) }
    }

    /// A chat completion as a stream, its text in pieces of so many characters; without its end
    /// where it is cut.
    public static func stream(_ content: String, in size: Int = 10, isCut: Bool = false) -> [Step] {
        var pieces: [String] = []
        var rest = Substring(content)
        while !rest.isEmpty {
            var writer = JSONWriter()
            writer.string(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
            pieces.append(
                #"data: {"model":"test-model-2026","choices":[{"delta":{"content":\#(writer.text)}}]}"#
                    + "\n\n"
            )
        }
        guard !isCut else { return events(pieces.dropLast(2)) }
        pieces.append(#"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"# + "\n\n")
        pieces.append(
            #"data: {"choices":[],"usage":{"prompt_tokens":200,"completion_tokens":50}}"# + "\n\n"
        )
        pieces.append("data: [DONE]\n\n")
        return events(pieces)
    }
}
