import Redline

/// An export whose first stage is recorded.
public struct StartedExport: Sendable {
    /// The workflow.
    public let workflowID: WorkflowID
    /// Whose it is.
    public let owner: String
    /// How far it has come.
    public let status: WorkflowStatus
    /// When it started.
    public let startedAt: Timestamp
    /// When it is no longer kept; nil where its first stage waits in the spool.
    public let expiresAt: Timestamp?
    /// Stage 1 as it is recorded, of which ``summary`` and ``extractedData`` are parts.
    public let record: JSONDocument

    /// Whether its first stage waits in the spool.
    public var isWaiting: Bool { expiresAt == nil }
    /// The AI's summary.
    public var summary: JSONView? { record.root["ai_initial_summary"] }
    /// The data that were summarised.
    public var extractedData: JSONView? { record.root["initial_extracted_data"] }
    /// Who made the summary and what it took.
    public var metadata: JSONView? { record.root["initial_summary_metadata"] }
}
