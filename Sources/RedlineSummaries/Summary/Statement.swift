/// One sentence or point of a summary.
public struct Statement: Sendable, Equatable {
    /// What it says.
    public let text: String
    /// The fields that it was taken from; empty where a model wrote it, which does not say.
    public let fields: [FieldReference]

    /// Creates a statement.
    public init(_ text: String, fields: [FieldReference] = []) {
        self.text = text
        self.fields = fields
    }
}
