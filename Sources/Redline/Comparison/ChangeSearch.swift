/// The walk through an original and a modified document that finds their changes.
struct ChangeSearch {
    private(set) var changes: [Change] = []
    private let pair: DocumentPair
    private let roots: (original: Int, modified: Int)

    init(original: JSONView, modified: JSONView) {
        pair = DocumentPair(original: original.document, modified: modified.document)
        roots = (original.index, modified.index)
    }

    /// Where two values stand, in pointers and as a field name.
    private struct Place {
        var original = ""
        var modified = ""
        var field = ""

        func member(_ name: String) -> Place {
            let part = JSONPointer.escape(name)
            return Place(
                original: "\(original)/\(part)",
                modified: "\(modified)/\(part)",
                field: "\(field)/\(part)"
            )
        }

        /// An element of each array; nil where an array lacks it.
        func element(_ i: Int?, _ j: Int?) -> Place {
            Place(
                original: "\(original)/\(i.map { String($0) } ?? "-")",
                modified: "\(modified)/\(j.map { String($0) } ?? "-")",
                field: "\(field)/*"
            )
        }
    }

    mutating func run() {
        let (x, y) = roots
        let a = pair.original.nodes[x]
        let b = pair.modified.nodes[y]
        switch (a.kind, b.kind) {
        case (.object, .object): objects(x, y, Place())
        case (.array, .array): arrays(x, y, Place())
        default:
            // The root is no leaf, even where it is empty.
            if !a.isLeaf { delete(x, Place()) }
            if !b.isLeaf { add(y, Place()) }
        }
    }

    /// Two values below the root that differ.
    private mutating func differing(_ x: Int, _ y: Int, _ place: Place) {
        let a = pair.original.nodes[x]
        let b = pair.modified.nodes[y]
        switch (a.isLeaf, b.isLeaf, a.kind, b.kind) {
        case (true, true, _, _): modify(x, y, place)
        case (false, false, .object, .object): objects(x, y, place)
        case (false, false, .array, .array): arrays(x, y, place)
        default:
            // A leaf against content, an object against an array: one side's leaves go, the
            // other's come.
            delete(x, place)
            add(y, place)
        }
    }

    private mutating func objects(_ x: Int, _ y: Int, _ place: Place) {
        let (original, modified) = (pair.original, pair.modified)
        var lookup = MemberLookup(modified, y)
        var found = 0
        original.forEachMember(of: x) { name, value in
            guard let partner = lookup.value(like: name, in: original) else {
                delete(value, place.member(original.name(name)))
                return
            }
            found += 1
            guard !pair.areSame(value, partner) else { return }
            differing(value, partner, place.member(original.name(name)))
        }
        guard found < Int(modified.nodes[y].first) else { return }
        var reverse = MemberLookup(original, x)
        modified.forEachMember(of: y) { name, value in
            guard reverse.value(like: name, in: modified) == nil else { return }
            add(value, place.member(modified.name(name)))
        }
    }

    private mutating func arrays(_ x: Int, _ y: Int, _ place: Place) {
        let a = pair.original.elements(of: x)
        let b = pair.modified.elements(of: y)
        let alignment = Alignment(pair, x, y)
        let equal = alignment.equalEnds
        var i = equal.front
        var j = equal.front
        for (p, q) in alignment.pairs.dropFirst(equal.front) + [(a.count, b.count)] {
            while i < p {
                delete(a[i], place.element(i, nil))
                i += 1
            }
            while j < q {
                add(b[j], place.element(nil, j))
                j += 1
            }
            if p < a.count - equal.back, !pair.areSame(a[p], b[q]) {
                differing(a[p], b[q], place.element(p, q))
            }
            i = p + 1
            j = q + 1
        }
    }

    private mutating func modify(_ x: Int, _ y: Int, _ place: Place) {
        let original = JSONView(document: pair.original, index: x)
        let modified = JSONView(document: pair.modified, index: y)
        changes.append(
            Change(
                field: place.field,
                originalPath: place.original,
                modifiedPath: place.modified,
                changeType: .modification,
                original: original,
                modified: modified,
                pattern: .of(original: JSONLeaf(original), modified: JSONLeaf(modified))
            )
        )
    }

    private mutating func delete(_ x: Int, _ place: Place) {
        JSONView(document: pair.original, index: x).forEachLeaf { leaf, path, name in
            changes.append(
                Change(
                    field: place.field + name,
                    originalPath: place.original + path,
                    modifiedPath: place.modified + path,
                    changeType: .deletion,
                    original: leaf,
                    modified: nil,
                    pattern: .spurious
                )
            )
        }
    }

    private mutating func add(_ y: Int, _ place: Place) {
        JSONView(document: pair.modified, index: y).forEachLeaf { leaf, path, name in
            changes.append(
                Change(
                    field: place.field + name,
                    originalPath: place.original + path,
                    modifiedPath: place.modified + path,
                    changeType: .addition,
                    original: nil,
                    modified: leaf,
                    pattern: .missing
                )
            )
        }
    }
}
