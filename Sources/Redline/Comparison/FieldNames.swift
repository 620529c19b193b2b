/// The field names of one document, each spelled once however many leaves it has.
///
/// Documents repeat themselves: the elements of an array mostly have the same members in the same
/// order. The names form a tree, and below each the one that comes next is known before it is
/// looked for.
struct FieldNames {
    /// A name within the tree.
    private struct Entry {
        let field: String
        /// The tape's node of the last part; nil for array elements.
        let name: Int?
        var leaves = 0
        var firstChild = -1
        var nextSibling = -1
    }

    private struct Key: Hashable {
        let parent: Int
        let hash: UInt64
    }

    private let document: JSONDocument
    private var entries = [Entry(field: "", name: nil)]
    private var children: [Key: Int] = [:]
    /// The names that leaves have, in the order in which they first appear.
    private var order: [Int] = []

    init(_ document: JSONDocument) {
        self.document = document
        entries.reserveCapacity(32)
        children.reserveCapacity(32)
    }

    /// The field names that leaves have, in the order in which they first appear, and how many.
    ///
    /// A name may come twice, as a member that is named `*` and as an element.
    var leaves: [(field: String, count: Int)] {
        order.map { (entries[$0].field, entries[$0].leaves) }
    }

    /// Counts the leaves of a value.
    mutating func count(leavesOf value: Int) {
        visit(value, 0)
    }

    private mutating func visit(_ value: Int, _ entry: Int) {
        let node = document.nodes[value]
        guard !node.isLeaf else {
            if entries[entry].leaves == 0 { order.append(entry) }
            entries[entry].leaves += 1
            return
        }
        var position = value + 1
        if node.kind == .array {
            let element = child(of: entry, named: nil, behind: -1)
            while position < Int(node.next) {
                visit(position, element)
                position = Int(document.nodes[position].next)
            }
            return
        }
        var sibling = -1
        while position < Int(node.next) {
            if !document.nodes[position].flag {
                sibling = child(of: entry, named: position, behind: sibling)
                visit(position + 1, sibling)
            }
            position = Int(document.nodes[position + 1].next)
        }
    }

    /// The name below another one; the one behind `sibling` is the likeliest.
    private mutating func child(of parent: Int, named name: Int?, behind sibling: Int) -> Int {
        let likely = sibling < 0 ? entries[parent].firstChild : entries[sibling].nextSibling
        if likely >= 0, isNamed(likely, name) { return likely }
        var key = Key(parent: parent, hash: name.map { document.nodes[$0].hash } ?? 0)
        while let known = children[key] {
            if isNamed(known, name) { return known }
            key = Key(parent: parent, hash: key.hash &+ 1)
        }
        let part = name.map { JSONPointer.escape(document.name($0)) } ?? "*"
        entries.append(Entry(field: "\(entries[parent].field)/\(part)", name: name))
        children[key] = entries.count - 1
        link(entries.count - 1, below: parent, behind: sibling)
        return entries.count - 1
    }

    private mutating func link(_ entry: Int, below parent: Int, behind sibling: Int) {
        if sibling < 0 {
            entries[entry].nextSibling = entries[parent].firstChild
            entries[parent].firstChild = entry
        } else {
            entries[entry].nextSibling = entries[sibling].nextSibling
            entries[sibling].nextSibling = entry
        }
    }

    private func isNamed(_ entry: Int, _ name: Int?) -> Bool {
        guard let name, let own = entries[entry].name else {
            return name == nil && entries[entry].name == nil
        }
        let wanted = document.nodes[name]
        let found = document.nodes[own]
        return found.hash == wanted.hash
            && document.hasSameContent(found, as: wanted, in: document)
    }
}
