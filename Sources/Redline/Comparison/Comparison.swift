/// The comparison of an original and a modified document, leaf by leaf.
///
/// The rules are those of the project's metric definitions: objects by key, arrays aligned so that
/// an item inserted at the front is one added item, numbers by value, strings by code point. The
/// root itself is never a leaf.
public struct Comparison: Sendable {
    /// The changes in document order, deletions and modifications where they stand in the
    /// original, additions behind them.
    public let changes: [Change]
    /// What became of the leaves of each field name.
    public let fields: FieldCounts

    /// Compares two documents.
    public init(original: JSONView, modified: JSONView) {
        var search = ChangeSearch(original: original, modified: modified)
        search.run()
        changes = search.changes
        var fields = FieldCounts()
        fields.count(leavesOf: original)
        for change in changes { fields.count(change) }
        self.fields = fields
    }

    /// All leaves taken together.
    public var total: LeafCounts { fields.total }
}
