/// What became of one leaf between the original and the modified document.
public enum ChangeType: String, Sendable, CaseIterable {
    /// The leaf is there before and after, with another value.
    case modification
    /// The leaf is in the modified document alone.
    case addition
    /// The leaf is in the original document alone.
    case deletion
}

/// One change that the comparison of two documents found.
public struct Change: Sendable {
    /// The field name: the pointer with array indexes replaced by `*`.
    public let field: String
    /// Where the leaf is in the original; `-` stands for an element that the original lacks.
    public let originalPath: String
    /// Where the leaf is in the modified document; `-` stands for an element that it lacks.
    public let modifiedPath: String
    /// Whether the leaf was modified, added or deleted.
    public let changeType: ChangeType
    /// The value before; nil for an addition.
    public let original: JSONView?
    /// The value after; nil for a deletion.
    public let modified: JSONView?
    /// The class of the change.
    public let pattern: PatternClass

    /// The original's pointer, or for an addition the modified document's.
    public var path: String {
        changeType == .addition ? modifiedPath : originalPath
    }
}
