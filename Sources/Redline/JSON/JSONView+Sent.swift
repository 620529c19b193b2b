extension JSONView {
    /// Visits each scalar at or below the value in the order of the text, also those of members that
    /// a later one of the same name replaces.
    ///
    /// With `includingNames`, it visits the members' names as well, as strings.
    public func forEachScalar(includingNames: Bool = false, _ visit: (JSONView) -> Void) {
        switch kind {
        case .array:
            var position = index + 1
            while position < Int(node.next) {
                let element = JSONView(document: document, index: position)
                element.forEachScalar(includingNames: includingNames, visit)
                position = Int(element.node.next)
            }
        case .object:
            forEachSentMember { member in
                if includingNames { visit(member.name) }
                member.value.forEachScalar(includingNames: includingNames, visit)
            }
        default: visit(self)
        }
    }

    /// Visits each member of an object in the order of the text, also those that a later one of the
    /// same name replaces.
    public func forEachSentMember(_ visit: (JSONMember) -> Void) {
        guard kind == .object else { return }
        var position = index + 1
        while position < Int(node.next) {
            visit(JSONMember(document, name: position))
            position = Int(document.nodes[position + 1].next)
        }
    }
}

extension JSONView {
    /// Where the value's text begins in the source, in bytes.
    public var sourceOffset: Int { Int(node.start) }
}
