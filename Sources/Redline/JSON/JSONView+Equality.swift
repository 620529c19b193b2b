extension JSONView {
    /// Whether two values are the same: numbers by value, strings by code point, objects by member.
    public func isSame(as other: JSONView) -> Bool {
        document.isSame(index, as: other.index, in: other.document)
    }
}

extension JSONDocument {
    /// Whether two values, each given by its node, are the same.
    func isSame(_ i: Int, as j: Int, in other: JSONDocument) -> Bool {
        let a = nodes[i]
        let b = other.nodes[j]
        // Equal hashes only say where a comparison is worth its while.
        guard a.hash == b.hash, a.kind == b.kind else { return false }
        switch a.kind {
        case .null:
            return true
        case .boolean:
            return a.flag == b.flag
        case .number:
            return withText(of: a) { x in
                other.withText(of: b) { y in NumberForm.areEqual(x, y) }
            }
        case .string:
            return hasSameContent(a, as: b, in: other)
        case .array:
            return a.first == b.first && hasSameElements(i, as: j, in: other)
        case .object:
            return a.first == b.first && hasSameMembers(i, as: j, in: other)
        }
    }

    private func hasSameElements(_ array: Int, as other: Int, in document: JSONDocument) -> Bool {
        var i = array + 1
        var j = other + 1
        while i < Int(nodes[array].next) {
            guard isSame(i, as: j, in: document) else { return false }
            i = Int(nodes[i].next)
            j = Int(document.nodes[j].next)
        }
        return true
    }

    private func hasSameMembers(_ object: Int, as other: Int, in document: JSONDocument) -> Bool {
        var lookup = MemberLookup(document, other)
        var name = object + 1
        while name < Int(nodes[object].next) {
            if !nodes[name].flag {
                guard let value = lookup.value(like: name, in: self),
                    isSame(name + 1, as: value, in: document)
                else { return false }
            }
            name = Int(nodes[name + 1].next)
        }
        return true
    }
}
