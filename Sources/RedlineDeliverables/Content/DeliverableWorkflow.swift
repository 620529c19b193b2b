import Redline

/// The export workflow that a deliverable ends.
public struct DeliverableWorkflow: Sendable {
    /// The id, as `export_workflow_id`.
    public let id: WorkflowID
    /// The revision, 1 for the first.
    public let revision: Int
    /// When the deliverable was made: the only time that the files carry as their own.
    public let createdAt: Timestamp
    /// When the person had finished; nil where nobody reviewed it.
    public let reviewedAt: Timestamp?

    /// Creates a workflow.
    public init(
        id: WorkflowID,
        revision: Int = 1,
        createdAt: Timestamp,
        reviewedAt: Timestamp? = nil
    ) {
        self.id = id
        self.revision = revision
        self.createdAt = createdAt
        self.reviewedAt = reviewedAt
    }
}
