import Redline

/// Stage 3 of an export: the final summary, and the file that was shipped.
public struct DeliverableRecord: Recordable {
    /// The workflow.
    public var workflowID: WorkflowID
    /// Whose it is.
    public var owner: String
    /// The summary that shipped: a string, or an object.
    public var finalSummary: RecordValue
    /// The model that wrote it, and what it took.
    public var modelUse: ModelUseRecord?
    /// The file's name.
    public var filename: String
    /// The file's format: json, csv, excel or pdf.
    public var fileFormat: String
    /// The file's size in bytes.
    public var fileBytes: Int
    /// `sha256:` and the 64 hex digits of the file's hash.
    public var contentHash: String
    /// The whole workflow's time in seconds.
    public var totalSeconds: Double
    /// The accuracy that the application claims, 0 to 1.
    public var reportedAccuracy: Double
    /// The quality that the application claims, 0 to 1.
    public var reportedQuality: Double
    /// The revision; 1 for the first pass.
    public var revision = 1
    /// When it happened; the time at which it is recorded where it does not say.
    public var timestamp: Timestamp?
    /// Further members of the record.
    public var more: [String: RecordValue] = [:]

    /// Makes a stage 3.
    public init(
        workflowID: WorkflowID,
        owner: String,
        finalSummary: RecordValue,
        filename: String,
        fileFormat: String,
        fileBytes: Int,
        contentHash: String,
        totalSeconds: Double,
        reportedAccuracy: Double,
        reportedQuality: Double
    ) {
        self.workflowID = workflowID
        self.owner = owner
        self.finalSummary = finalSummary
        self.filename = filename
        self.fileFormat = fileFormat
        self.fileBytes = fileBytes
        self.contentHash = contentHash
        self.totalSeconds = totalSeconds
        self.reportedAccuracy = reportedAccuracy
        self.reportedQuality = reportedQuality
    }

    /// The record as a JSON object.
    public var json: String {
        var file = MemberList()
        file.add("filename", filename)
        file.add("file_size_bytes", fileBytes)
        file.add("file_format", fileFormat)
        file.add("content_hash", contentHash)
        var workflow = MemberList()
        workflow.add("total_time_seconds", totalSeconds)
        workflow.add("ai_processing_accuracy", reportedAccuracy)
        workflow.add("final_output_quality", reportedQuality)
        var members = MemberList()
        members.add("stage", ExportStage.finalSummaryAndDeliverable.name)
        members.add("export_workflow_id", "\(workflowID)")
        if revision != 1 { members.add("revision", revision) }
        members.add("timestamp", timestamp)
        members.add("owner_email", owner)
        members.add("ai_final_summary", finalSummary)
        if let modelUse { members.add("final_summary_metadata", modelUse.members) }
        members.add("deliverable", file)
        members.add("workflow_summary", workflow)
        members.add(more)
        return members.text
    }
}
