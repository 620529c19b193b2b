import Redline

/// What a person changed in one field.
public struct FieldModification: Sendable {
    /// The JSON Pointer of the field.
    public let path: String
    /// Whether it was modified, added or deleted.
    public let changeType: ChangeType
    /// The value before; nil for an addition.
    public let original: JSONView?
    /// The value after; nil for a deletion.
    public let modified: JSONView?
    /// Why, in the person's words.
    public let reason: String?

    /// Creates a modification.
    public init(
        path: String,
        changeType: ChangeType,
        original: JSONView?,
        modified: JSONView?,
        reason: String? = nil
    ) {
        self.path = path
        self.changeType = changeType
        self.original = original
        self.modified = modified
        self.reason = reason
    }

    /// A change that the comparison of two documents found.
    public init(_ change: Change, reason: String? = nil) {
        self.init(
            path: change.path,
            changeType: change.changeType,
            original: change.original,
            modified: change.modified,
            reason: reason
        )
    }
}
