/// Which version of a document somebody wants to replace.
public struct DocumentCondition: Sendable, Equatable {
    /// The tags of versions, or `*` for any that there is.
    public let tags: [String]

    /// Whatever there is.
    public static let anyVersion = DocumentCondition(["*"])

    /// One of these versions.
    public init(_ tags: [String]) {
        self.tags = tags
    }
}
