/// A member of an object as it was sent.
public struct JSONMember: Sendable {
    /// Its name, as a string.
    let name: JSONView
    /// Its value.
    public let value: JSONView
    /// Whether a later member of the same name replaces it: it is in the text, and means nothing.
    public let isReplaced: Bool

    init(_ document: JSONDocument, name: Int) {
        self.name = JSONView(document: document, index: name)
        value = JSONView(document: document, index: name + 1)
        isReplaced = document.nodes[name].flag
    }

    /// Whether its name is one of these.
    public func isNamed(oneOf names: MemberNames) -> Bool {
        name.withStringBytes(names.contains)
    }

    /// Whether it has this name.
    public func isNamed(_ wanted: String) -> Bool {
        var wanted = wanted
        return wanted.withUTF8 { wanted in
            name.withStringBytes { $0.hasSameBytes(as: UnsafeRawBufferPointer(wanted)) }
        }
    }
}
