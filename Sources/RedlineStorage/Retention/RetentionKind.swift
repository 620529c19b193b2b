/// What is kept for a time.
public enum RetentionKind: String, Sendable, CaseIterable {
    /// Workflows of document exports, with their corrections.
    case export
    /// Interactions, with their tool calls and threads.
    case interaction
    /// What was sent to tools and what came back, which may go before its interaction.
    case toolContent = "tool_content"
    /// The daily roll-ups.
    case rollup
    /// The entries of the audit trail; its seals stay.
    case audit

    /// Whether what it is about belongs to owners, who may have a time of their own.
    public var hasOwners: Bool {
        switch self {
        case .export, .interaction, .toolContent: true
        case .rollup, .audit: false
        }
    }
}
