import Redline

extension Draft {
    /// The data as somebody left them, as JSON.
    ///
    /// What nobody touched keeps its spelling. A field that was emptied is taken out. A number stays
    /// one where what was typed is one, and becomes a text where it is not: see `asksForKinds`.
    public var data: [UInt8] {
        var json = JSONWriter()
        if !Self.write(root, to: &json, name: nil) { json.null() }
        return json.bytes
    }

    /// Where in the original the values are that somebody confirmed and left as they were, or
    /// corrected.
    public var confirmed: [String] {
        var pointers: [String] = []
        Self.visit(root) { leaf in
            guard let pointer = leaf.pointer, leaf.isConfirmed || !leaf.isUnchanged else { return }
            pointers.append(pointer)
        }
        return pointers
    }

    /// Whether a text was typed where a number was, and nobody has said that it is meant.
    public var asksForKinds: Bool {
        var asks = false
        Self.visit(root) { leaf in
            if leaf.isTextForNumber, !leaf.isMeantAsText { asks = true }
        }
        return asks
    }

    private static func visit(_ node: Node, _ body: (Leaf) -> Void) {
        switch node {
        case .leaf(let leaf): body(leaf)
        case .object(let members): for (_, member) in members { visit(member, body) }
        case .array(let items, _): for item in items { visit(item.node, body) }
        }
    }

    /// Writes a value; false where it was emptied and nothing was written.
    private static func write(_ node: Node, to json: inout JSONWriter, name: String?) -> Bool {
        switch node {
        case .leaf(let leaf):
            guard leaf.isUnchanged || !leaf.text.isEmpty else { return false }
            if let name { json.name(name) }
            write(leaf, to: &json)
        case .object(let members):
            if let name { json.name(name) }
            json.beginObject()
            for (name, member) in members { _ = write(member, to: &json, name: name) }
            json.endObject()
        case .array(let items, _):
            if let name { json.name(name) }
            json.beginArray()
            for item in items where item.name.first != "n" || hasContent(item.node) {
                _ = write(item.node, to: &json, name: nil)
            }
            json.endArray()
        }
        return true
    }

    /// Whether anything was typed in it: a new item that was left blank is none.
    private static func hasContent(_ node: Node) -> Bool {
        switch node {
        case .leaf(let leaf): !leaf.text.isEmpty
        case .object(let members): members.contains { hasContent($0.node) }
        case .array(let items, _): items.contains { hasContent($0.node) }
        }
    }

    private static func write(_ leaf: Leaf, to json: inout JSONWriter) {
        if let original = leaf.original, leaf.isUnchanged {
            json.raw(Array(original.utf8))
            return
        }
        let text = leaf.text
        switch leaf.kind {
        case .number where leaf.isNumber: json.raw(Array(text.utf8.filter { $0 != 0x20 }))
        case .boolean where text == "true" || text == "false": json.raw(Array(text.utf8))
        default: json.string(text)
        }
    }
}

extension Draft.Leaf {
    /// Whether what was typed is a number as JSON writes it.
    fileprivate var isNumber: Bool {
        let trimmed = String(text.filter { $0 != " " })
        guard let document = try? JSONDocument(parsing: trimmed) else { return false }
        return document.root.kind == .number
    }

    /// Whether a text was typed where a number was.
    var isTextForNumber: Bool { kind == .number && !text.isEmpty && !isUnchanged && !isNumber }
}
