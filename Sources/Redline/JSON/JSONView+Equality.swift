extension JSONView {
    /// Whether two values are the same: numbers by value, strings by code point, objects by member.
    public func isSame(as other: JSONView) -> Bool {
        let a = node
        let b = other.node
        // Equal hashes only say where a comparison is worth its while.
        guard a.hash == b.hash, a.kind == b.kind else { return false }
        switch a.kind {
        case .null:
            return true
        case .boolean:
            return a.flag == b.flag
        case .number:
            return document.withText(of: a) { x in
                other.document.withText(of: b) { y in NumberForm.areEqual(x, y) }
            }
        case .string:
            return document.withContent(of: a) { x in
                other.document.withContent(of: b) { y in x.elementsEqual(y) }
            }
        case .array:
            return a.first == b.first && hasSameElements(as: other)
        case .object:
            return a.first == b.first && hasSameMembers(as: other)
        }
    }

    private func hasSameElements(as other: JSONView) -> Bool {
        var i = index + 1
        var j = other.index + 1
        while i < Int(node.next) {
            let x = JSONView(document: document, index: i)
            let y = JSONView(document: other.document, index: j)
            guard x.isSame(as: y) else { return false }
            i = Int(x.node.next)
            j = Int(y.node.next)
        }
        return true
    }

    private func hasSameMembers(as other: JSONView) -> Bool {
        var position = index + 1
        while position < Int(node.next) {
            let name = document.nodes[position]
            let value = JSONView(document: document, index: position + 1)
            position = Int(value.node.next)
            guard !name.flag else { continue }
            let partner = document.withContent(of: name) { bytes in
                other.document.member(of: other.index, named: bytes)
            }
            guard let partner,
                value.isSame(as: JSONView(document: other.document, index: partner))
            else { return false }
        }
        return true
    }
}
