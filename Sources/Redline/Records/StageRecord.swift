/// A valid record of one stage of a document export.
public struct StageRecord: Sendable {
    /// Whose it is; nil where neither the record nor its sender says, and only the workflow can.
    public var owner: Owner?
    /// The workflow; nil for a stage 1 that has none yet.
    public var workflowID: WorkflowID?
    /// 1 for the first pass; each regeneration adds one.
    public let revision: Int
    /// Which stage it is.
    public let stage: ExportStage
    /// When it happened, where the record says.
    public let timestamp: Timestamp?
    /// The record as it was sent.
    public let document: JSONDocument
    /// What the record says in the terms of the reports.
    public let facts: StageFacts
}

/// What a stage's record says, in the terms of the reports.
///
/// What a stage does not have is nil.
public struct StageFacts: Sendable {
    /// The document's id (stage 1).
    public var documentID: String?
    /// The document's type, such as `invoice` (stage 1).
    public var documentType: String?
    /// How the data were extracted, such as `OCR` (stage 1).
    public var extractionMethod: String?
    /// The confidence of the extraction, 0 to 1 (stage 1).
    public var extractionConfidence: Double?
    /// The model that wrote the summary (stages 1 and 3).
    public var model: String?
    /// The summary's confidence, 0 to 1 (stages 1 and 3).
    public var confidence: Double?
    /// How long the model took, in milliseconds (stages 1 and 3).
    public var processingMilliseconds: Double?
    /// The tokens that the model used (stages 1 and 3).
    public var tokensUsed: Int?
    /// The text of the AI's first summary (stage 1) or of the one that shipped (stage 3).
    public var summary: String?
    /// The data that the AI extracted (stage 1) or that the person had before them (stage 2).
    public var original: JSONView?
    /// The confidences of single fields, as they were sent (stage 1).
    public var fieldConfidence: JSONView?
    /// The data as the person left them (stage 2).
    public var modified: JSONView?
    /// The chosen template (stage 2).
    public var template: String?
    /// The chosen format (stage 2).
    public var format: String?
    /// How long the person edited, in seconds (stage 2).
    public var editingSeconds: Double?
    /// Edited fields as the client counted them (stage 2).
    public var reportedFieldsEdited: Int?
    /// Edits per minute as the client reckoned them (stage 2).
    public var reportedEditsPerMinute: Double?
    /// The reasons that the person gave, by the path or the field name of the change (stage 2).
    public var reasons: [String: String] = [:]
    /// The deliverable's file name (stage 3).
    public var filename: String?
    /// The deliverable's format (stage 3).
    public var fileFormat: String?
    /// The deliverable's media type (stage 3).
    public var mimeType: String?
    /// The deliverable's size in bytes (stage 3).
    public var fileBytes: Int?
    /// `sha256:` and the 64 hex digits of the deliverable's hash (stage 3).
    public var contentHash: String?
    /// The whole workflow's time in seconds, as the client reckoned it (stage 3).
    public var totalSeconds: Double?
    /// The accuracy that the client claims (stage 3).
    public var reportedAccuracy: Double?
    /// The quality that the client claims (stage 3).
    public var reportedQuality: Double?
    /// How satisfied the person was, 1 to 5 (stage 4).
    public var satisfaction: Int?
}
