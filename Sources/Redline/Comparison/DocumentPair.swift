/// An original and a modified document, and what values of one and the other have in common.
final class DocumentPair {
    let original: JSONDocument
    let modified: JSONDocument
    private(set) lazy var originalLeafArrays = LeafArrays(original)
    private(set) lazy var modifiedLeafArrays = LeafArrays(modified)

    init(original: JSONDocument, modified: JSONDocument) {
        self.original = original
        self.modified = modified
    }

    /// Whether a value of the original and one of the modified document are the same.
    @inline(__always)
    func areSame(_ x: Int, _ y: Int) -> Bool {
        original.nodes[x].hash == modified.nodes[y].hash
            && original.isSame(x, as: y, in: modified)
    }

    /// What dropping a value of the original costs.
    @inline(__always)
    func dropping(_ x: Int) -> Int64 {
        Int64(original.nodes[x].leaves) * Alignment.changedLeaf
    }

    /// What adding a value of the modified document costs.
    @inline(__always)
    func adding(_ y: Int) -> Int64 {
        Int64(modified.nodes[y].leaves) * Alignment.changedLeaf
    }

    /// The least score of two values below the root.
    func score(_ x: Int, _ y: Int) -> Int64 {
        let a = original.nodes[x]
        let b = modified.nodes[y]
        if a.hash == b.hash, areSame(x, y) { return -Int64(a.leaves) }
        switch (a.isLeaf, b.isLeaf, a.kind, b.kind) {
        case (true, true, _, _): return Alignment.changedLeaf
        case (false, false, .array, .array): return arrays(x, y)
        case (false, false, .object, .object): return objects(x, y)
        default: return dropping(x) + adding(y)
        }
    }

    private func arrays(_ x: Int, _ y: Int) -> Int64 {
        let a = original.nodes[x]
        let b = modified.nodes[y]
        let isWithinLimit = Int(a.first) * Int(b.first) <= Alignment.fullSearchLimit
        guard isWithinLimit, LeafArrays.isLeafArray(a, at: x), LeafArrays.isLeafArray(b, at: y)
        else { return Alignment(self, x, y).score }
        return LeafArrayScore(self, x, y).score
    }

    private func objects(_ x: Int, _ y: Int) -> Int64 {
        var lookup = MemberLookup(modified, y)
        var total = adding(y)
        original.forEachMember(of: x) { name, value in
            if let partner = lookup.value(like: name, in: original) {
                total += score(value, partner) - adding(partner)
            } else {
                total += dropping(value)
            }
        }
        return total
    }
}
