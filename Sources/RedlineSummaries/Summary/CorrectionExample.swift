import Redline

/// What an owner corrected before, as an example to a model.
public struct CorrectionExample: Sendable {
    /// Whose corrections these are; a request of another owner never gets to see them.
    public let owner: Owner
    /// The field name: the pointer with array indexes replaced by `*`.
    public let field: String
    /// What the AI gave.
    public let original: String
    /// What people made of it.
    public let modified: String
    /// How often.
    public let corrections: Int

    /// Creates an example.
    public init(
        owner: Owner,
        field: String,
        original: String,
        modified: String,
        corrections: Int
    ) {
        self.owner = owner
        self.field = field
        self.original = original
        self.modified = modified
        self.corrections = corrections
    }
}
