import Redline

/// JSON as a person edits it: a member or an element a line, values as they were spelled.
enum IndentedJSON {
    static func text(of value: JSONView) -> String {
        var text = ""
        append(value, "", to: &text)
        return text + "\n"
    }

    private static func append(_ value: JSONView, _ margin: String, to text: inout String) {
        let inner = margin + "  "
        switch value.kind {
        case .object:
            let members = value.members.map { ("\(quoted($0.0)): ", $0.1) }
            append(members, "{", "}", margin, inner, to: &text)
        case .array:
            append(value.elements.map { ("", $0) }, "[", "]", margin, inner, to: &text)
        default:
            text += value.text
        }
    }

    private static func append(
        _ parts: [(name: String, value: JSONView)],
        _ opening: String,
        _ closing: String,
        _ margin: String,
        _ inner: String,
        to text: inout String
    ) {
        guard !parts.isEmpty else {
            text += opening + closing
            return
        }
        text += opening
        for (index, part) in parts.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + inner + part.name
            append(part.value, inner, to: &text)
        }
        text += "\n" + margin + closing
    }

    private static func quoted(_ name: String) -> String {
        var json = JSONWriter()
        json.string(name)
        return json.text
    }
}
