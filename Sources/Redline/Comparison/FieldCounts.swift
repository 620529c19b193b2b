/// What became of a set of leaves, in the letters of the metric definitions.
public struct LeafCounts: Equatable, Sendable {
    /// `E`: leaves in the original.
    public var extracted = 0
    /// `M`: leaves there before and after whose values differ.
    public var modified = 0
    /// `D`: leaves of the original that are gone.
    public var deleted = 0
    /// `A`: leaves that only the modified document has.
    public var added = 0

    /// `K = E - M - D`: leaves kept as they were.
    public var kept: Int { extracted - modified - deleted }
    /// `M + D + A`: a record's `fields_edited_count`.
    public var edited: Int { modified + deleted + added }

    /// Creates counts.
    public init(extracted: Int = 0, modified: Int = 0, deleted: Int = 0, added: Int = 0) {
        self.extracted = extracted
        self.modified = modified
        self.deleted = deleted
        self.added = added
    }
}

/// The leaves of one document by field name, in the order in which the names first appear.
public struct FieldCounts: Sendable {
    /// The field names.
    public private(set) var names: [String] = []
    /// The counts, beside their names.
    public private(set) var counts: [LeafCounts] = []
    private var positions: [ExactText: Int] = [:]

    /// Counts nothing yet.
    public init() {}

    /// All fields taken together.
    public var total: LeafCounts {
        counts.reduce(into: LeafCounts()) { total, next in
            total.extracted += next.extracted
            total.modified += next.modified
            total.deleted += next.deleted
            total.added += next.added
        }
    }

    /// Counts a document's leaves as extracted.
    public mutating func count(leavesOf document: JSONView) {
        guard !document.isLeaf else { return }
        var names = FieldNames(document.document)
        names.count(leavesOf: document.index)
        for (name, count) in names.leaves { counts[position(of: name)].extracted += count }
    }

    /// Counts what a change did to a leaf.
    mutating func count(_ change: Change) {
        let position = position(of: change.field)
        switch change.changeType {
        case .modification: counts[position].modified += 1
        case .addition: counts[position].added += 1
        case .deletion: counts[position].deleted += 1
        }
    }

    private mutating func position(of field: String) -> Int {
        let key = ExactText(field)
        if let known = positions[key] { return known }
        names.append(field)
        counts.append(LeafCounts())
        positions[key] = names.count - 1
        return names.count - 1
    }
}
