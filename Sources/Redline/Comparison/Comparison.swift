/// The comparison of an original and a modified document, leaf by leaf.
///
/// The rules are those of the project's metric definitions: objects by key, arrays aligned so that
/// an item inserted at the front is one added item, numbers by value, strings by code point. The
/// root itself is never a leaf.
public struct Comparison: Sendable {
    /// The changes in document order, deletions and modifications where they stand in the
    /// original, additions behind them.
    public private(set) var changes: [Change] = []
    /// What became of the leaves of each field name.
    public private(set) var fields = FieldCounts()

    /// Compares two documents.
    public init(original: JSONView, modified: JSONView) {
        fields.count(leavesOf: original)
        walk(Place(value: original), Place(value: modified), field: "", isRoot: true)
    }

    /// All leaves taken together.
    public var total: LeafCounts { fields.total }

    private struct Place {
        let value: JSONView
        var path = ""

        func member(_ part: String, _ value: JSONView) -> Place {
            Place(value: value, path: "\(path)/\(part)")
        }
    }

    private mutating func walk(_ x: Place, _ y: Place, field: String, isRoot: Bool) {
        let inner = isRoot || (!x.value.isLeaf && !y.value.isLeaf)
        switch (x.value.kind, y.value.kind) {
        case (.object, .object) where inner:
            if isRoot || !x.value.isSame(as: y.value) { objects(x, y, field) }
        case (.array, .array) where inner:
            if isRoot || !x.value.isSame(as: y.value) { arrays(x, y, field) }
        default:
            if !isRoot, x.value.isLeaf, y.value.isLeaf {
                guard !x.value.isSame(as: y.value) else { return }
                modify(x, y, field)
                return
            }
            // A leaf against content, an object against an array: one side's leaves go, the
            // other's come. An empty root has no leaf.
            if !(isRoot && x.value.isLeaf) { delete(x.value, field, x.path, y.path) }
            if !(isRoot && y.value.isLeaf) { add(y.value, field, x.path, y.path) }
        }
    }

    private mutating func objects(_ x: Place, _ y: Place, _ field: String) {
        for (name, value) in x.value.members {
            let part = JSONPointer.escape(name)
            if let partner = y.value[name] {
                walk(
                    x.member(part, value),
                    y.member(part, partner),
                    field: "\(field)/\(part)",
                    isRoot: false
                )
            } else {
                delete(value, "\(field)/\(part)", "\(x.path)/\(part)", "\(y.path)/\(part)")
            }
        }
        for (name, value) in y.value.members where x.value[name] == nil {
            let part = JSONPointer.escape(name)
            add(value, "\(field)/\(part)", "\(x.path)/\(part)", "\(y.path)/\(part)")
        }
    }

    private mutating func arrays(_ x: Place, _ y: Place, _ field: String) {
        let a = x.value.elements
        let b = y.value.elements
        let below = "\(field)/*"
        var i = 0
        var j = 0
        for (p, q) in Alignment(a, b).pairs + [(a.count, b.count)] {
            while i < p {
                delete(a[i], below, "\(x.path)/\(i)", "\(y.path)/-")
                i += 1
            }
            while j < q {
                add(b[j], below, "\(x.path)/-", "\(y.path)/\(j)")
                j += 1
            }
            if p < a.count {
                walk(
                    x.member(String(p), a[p]),
                    y.member(String(q), b[q]),
                    field: below,
                    isRoot: false
                )
            }
            i = p + 1
            j = q + 1
        }
    }

    private mutating func modify(_ x: Place, _ y: Place, _ field: String) {
        fields.modified(field)
        changes.append(
            Change(
                field: field,
                originalPath: x.path,
                modifiedPath: y.path,
                changeType: .modification,
                original: x.value,
                modified: y.value,
                pattern: .of(original: JSONLeaf(x.value), modified: JSONLeaf(y.value))
            )
        )
    }

    private mutating func delete(
        _ value: JSONView,
        _ field: String,
        _ original: String,
        _ modified: String
    ) {
        value.forEachLeaf { leaf, path, name in
            fields.deleted(field + name)
            changes.append(
                Change(
                    field: field + name,
                    originalPath: original + path,
                    modifiedPath: modified + path,
                    changeType: .deletion,
                    original: leaf,
                    modified: nil,
                    pattern: .spurious
                )
            )
        }
    }

    private mutating func add(
        _ value: JSONView,
        _ field: String,
        _ original: String,
        _ modified: String
    ) {
        value.forEachLeaf { leaf, path, name in
            fields.added(field + name)
            changes.append(
                Change(
                    field: field + name,
                    originalPath: original + path,
                    modifiedPath: modified + path,
                    changeType: .addition,
                    original: nil,
                    modified: leaf,
                    pattern: .missing
                )
            )
        }
    }
}
