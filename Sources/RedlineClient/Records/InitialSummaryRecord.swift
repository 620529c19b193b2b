import Redline

/// Stage 1 of an export: what the AI extracted, and how it summarised it.
public struct InitialSummaryRecord: Recordable {
    /// The document.
    public var documentID: String
    /// Whose it is.
    public var owner: String
    /// The document's type, such as `invoice`.
    public var documentType: String
    /// How the data were extracted, such as `OCR`.
    public var extractionMethod: String
    /// The confidence of the extraction, 0 to 1.
    public var extractionConfidence: Double
    /// What the AI extracted: an object.
    public var extractedData: RecordValue
    /// The AI's summary: a string, or an object.
    public var summary: RecordValue
    /// The model and what it took.
    public var modelUse: ModelUseRecord
    /// The confidences of single fields, by their JSON Pointers.
    public var fieldConfidence: RecordValue?
    /// The workflow; made when the stage is recorded where it has none.
    public var workflowID: WorkflowID?
    /// When it happened; the time at which it is recorded where it does not say.
    public var timestamp: Timestamp?
    /// Further members of the record.
    public var more: [String: RecordValue] = [:]

    /// Makes a stage 1.
    public init(
        documentID: String,
        owner: String,
        documentType: String,
        extractionMethod: String,
        extractionConfidence: Double,
        extractedData: RecordValue,
        summary: RecordValue,
        modelUse: ModelUseRecord
    ) {
        self.documentID = documentID
        self.owner = owner
        self.documentType = documentType
        self.extractionMethod = extractionMethod
        self.extractionConfidence = extractionConfidence
        self.extractedData = extractedData
        self.summary = summary
        self.modelUse = modelUse
    }

    /// The record as a JSON object.
    public var json: String {
        var source = MemberList()
        source.add("document_type", documentType)
        source.add("extraction_method", extractionMethod)
        source.add("di_confidence", extractionConfidence)
        var members = MemberList()
        members.add("stage", ExportStage.initialAISummary.name)
        members.add("export_workflow_id", workflowID.map { "\($0)" })
        members.add("timestamp", timestamp)
        members.add("document_id", documentID)
        members.add("owner_email", owner)
        members.add("source", source)
        members.add("initial_extracted_data", extractedData)
        members.add("ai_initial_summary", summary)
        members.add("initial_summary_metadata", modelUse.members)
        members.add("field_confidence", fieldConfidence)
        members.add(more)
        return members.text
    }
}

/// The model that wrote a summary, and what it took.
public struct ModelUseRecord: Sendable {
    /// The model.
    public var model: String
    /// How long it took, in milliseconds.
    public var processingMilliseconds: Double?
    /// The tokens used.
    public var tokensUsed: Int?
    /// The summary's confidence, 0 to 1.
    public var confidence: Double?

    /// Makes a model's use.
    public init(
        model: String,
        processingMilliseconds: Double? = nil,
        tokensUsed: Int? = nil,
        confidence: Double? = nil
    ) {
        self.model = model
        self.processingMilliseconds = processingMilliseconds
        self.tokensUsed = tokensUsed
        self.confidence = confidence
    }

    var members: MemberList {
        var members = MemberList()
        members.add("ai_model", model)
        members.add("processing_time_ms", processingMilliseconds)
        members.add("tokens_used", tokensUsed)
        members.add("confidence_score", confidence)
        return members
    }
}
