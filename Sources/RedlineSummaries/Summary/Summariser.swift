/// Whoever makes summaries of documents.
public protocol Summariser: Sendable {
    /// Summarises a document; there is always a summary, and it says who made it.
    func summarise(_ request: SummaryRequest) async -> Summary
}
