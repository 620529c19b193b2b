import Redline

/// Stage 4 of an export: what the person thought of it.
public struct FeedbackRecord: Recordable {
    /// The workflow.
    public var workflowID: WorkflowID
    /// Whose it is.
    public var owner: String
    /// How satisfied the person was, 1 to 5.
    public var satisfactionRating: Int
    /// What the person wrote.
    public var text: String?
    /// The revision; 1 for the first pass.
    public var revision = 1
    /// When it happened; the time at which it is recorded where it does not say.
    public var timestamp: Timestamp?
    /// Further members of the record, such as `quality_rating` and `issues_found`.
    public var more: [String: RecordValue] = [:]

    /// Makes a stage 4.
    public init(
        workflowID: WorkflowID,
        owner: String,
        satisfactionRating: Int,
        text: String? = nil
    ) {
        self.workflowID = workflowID
        self.owner = owner
        self.satisfactionRating = satisfactionRating
        self.text = text
    }

    /// The record as a JSON object.
    public var json: String {
        var members = MemberList()
        members.add("stage", ExportStage.userFeedback.name)
        members.add("export_workflow_id", "\(workflowID)")
        if revision != 1 { members.add("revision", revision) }
        members.add("timestamp", timestamp)
        members.add("owner_email", owner)
        members.add("satisfaction_rating", satisfactionRating)
        members.add("feedback_text", text)
        members.add(more)
        return members.text
    }
}
