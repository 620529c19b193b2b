import Redline

/// Writes a value anew, without line ends, with texts and arrays of bounded length.
struct ExcerptWriter {
    /// The most code points of a text.
    let characters: Int
    /// The most elements of an array that are written.
    let elements: Int
    private(set) var json = JSONWriter()

    /// The member, or the member of an array's last element, that counts what was left out.
    static let omitted = "(omitted)"

    init(characters: Int, elements: Int) {
        self.characters = characters
        self.elements = elements
    }

    /// Writes a value.
    mutating func write(_ value: JSONView) {
        switch value.kind {
        case .null: json.null()
        case .boolean: json.boolean(value.boolean ?? false)
        case .number: json.number(value.text)
        case .string: json.string(shortened(value.string ?? ""))
        case .array:
            json.beginArray()
            let all = value.elements
            for element in all.prefix(elements) { write(element) }
            if all.count > elements {
                json.beginObject()
                json.name(Self.omitted)
                json.integer(all.count - elements)
                json.endObject()
            }
            json.endArray()
        case .object:
            json.beginObject()
            for (name, member) in value.members {
                json.name(name)
                write(member)
            }
            json.endObject()
        }
    }

    private func shortened(_ text: String) -> String {
        // A text has no more code points than bytes.
        guard text.utf8.count > characters else { return text }
        let scalars = text.unicodeScalars
        let count = scalars.count
        guard count > characters else { return text }
        return "\(String(scalars.prefix(characters)))… (\(count - characters) more characters)"
    }

    /// Single fields by their pointers, the shallow ones first, within so many bytes.
    static func fields(of data: JSONView, limit: Int) -> String {
        var level: [(pointer: String, value: JSONView)] = [("", data)]
        var writer = ExcerptWriter(characters: 80, elements: 0)
        writer.json.beginObject()
        // Room for the count at the end.
        let room = limit - 64
        var written = 0
        while !level.isEmpty, writer.json.bytes.count < room {
            var next: [(pointer: String, value: JSONView)] = []
            for (pointer, value) in level {
                // Names may be as long as documents.
                guard pointer.utf8.count <= 512 else { continue }
                guard value.isLeaf else {
                    if next.count < 10_000 { next += children(of: value, at: pointer) }
                    continue
                }
                var field = ExcerptWriter(characters: 80, elements: 0)
                field.json.name(pointer)
                field.write(value)
                guard writer.json.bytes.count + field.json.bytes.count + 1 <= room else { continue }
                writer.json.name(pointer)
                writer.write(value)
                written += 1
            }
            level = next
        }
        writer.json.name(omitted)
        writer.json.integer(data.leafCount - written)
        writer.json.endObject()
        return writer.json.text
    }

    private static func children(
        of value: JSONView,
        at pointer: String
    ) -> [(pointer: String, value: JSONView)] {
        if value.kind == .object {
            return value.members.map { (JSONPointer.appending($0.name, to: pointer), $0.value) }
        }
        return value.elements.prefix(100).enumerated().map {
            ("\(pointer)/\($0.offset)", $0.element)
        }
    }
}
