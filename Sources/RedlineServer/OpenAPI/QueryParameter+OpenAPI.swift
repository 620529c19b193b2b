import Redline

extension QueryParameter {
    /// Writes what the values have to be; an empty one counts as none where it may be empty.
    func writeSchema(to json: inout JSONWriter, mayBeEmpty: Bool) {
        switch kind {
        case .text: json.raw(#"{"type":"string"}"#)
        case .time:
            let empty = mayBeEmpty ? #",{"maxLength":0}"# : ""
            json.raw(
                """
                {"type":"string","anyOf":[{"format":"date-time"},{"format":"date"}\(empty)]}
                """
            )
        case .whole(let range):
            json.beginObject()
            json.name("type")
            json.string("integer")
            json.name("minimum")
            json.integer(range.lowerBound)
            json.name("maximum")
            json.integer(range.upperBound)
            json.endObject()
        case .word(let words): json.words(mayBeEmpty ? words + [""] : words)
        }
    }
}

extension JSONWriter {
    /// The schema of a string that is one of a few.
    mutating func words(_ words: [String]) {
        beginObject()
        name("type")
        string("string")
        name("enum")
        beginArray()
        for word in words { string(word) }
        endArray()
        endObject()
    }
}
