import Redline
import RedlineDeliverables
import RedlineSummaries

/// The stages of an export as the workflow records them, as JSON.
enum StageText {
    private static let ofDocument: Set<String> = [
        "extracted_data", "owner_email", "document_id", "export_workflow_id", "stage", "revision",
        "timestamp", "initial_extracted_data", "ai_initial_summary", "initial_summary_metadata",
        "document_version", "version", "created_at", "expiration_date",
    ]

    private static let ofReview: Set<String> = [
        "export_workflow_id", "owner_email", "stage", "revision", "timestamp", "original_data",
        "modified_data", "user_preferences", "user_actions", "editing_time_seconds",
    ]

    /// Stage 1 of a document with its first summary.
    static func initialSummary(
        of document: ExtractedDocument,
        version: Int?,
        _ summary: Summary,
        _ id: WorkflowID,
        at time: Timestamp
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.identity(id, document.owner, .initialAISummary, revision: nil)
        json.name("timestamp")
        json.string("\(time)")
        json.name("document_id")
        json.string(document.id.text)
        if let version {
            json.name("document_version")
            json.integer(version)
        }
        json.member("initial_extracted_data", document.extractedData)
        for (name, value) in document.document.root.members where !ofDocument.contains(name) {
            json.member(name, value)
        }
        json.name("ai_initial_summary")
        summary.write(to: &json)
        json.name("initial_summary_metadata")
        summary.writeMetadata(to: &json)
        json.endObject()
        return json.bytes
    }

    /// Stage 2 of what a person made of the data, also where that is nothing.
    static func modifications(
        _ review: ExportReview,
        of original: JSONView,
        _ id: WorkflowID,
        _ owner: Owner,
        revision: Int,
        editingSeconds: Double
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.identity(id, owner, .userModifications, revision: revision)
        json.member("original_data", original)
        json.member("modified_data", review.modifiedData ?? original)
        json.name("user_preferences")
        json.beginObject()
        let given: [(name: String, value: String)] = [
            ("document_template", review.template), ("transformation_instructions", ""),
        ]
        for (name, value) in given where review.preferences.isNull(name) {
            json.name(name)
            json.string(value)
        }
        for (name, value) in review.preferences.members where value.kind != .null {
            json.member(name, value)
        }
        json.endObject()
        json.name("user_actions")
        json.beginObject()
        json.name("editing_time_seconds")
        json.number(editingSeconds)
        json.endObject()
        for (name, value) in review.document.root.members where !ofReview.contains(name) {
            json.member(name, value)
        }
        json.endObject()
        return json.bytes
    }

    /// Stage 3 of a rendered file.
    static func deliverable(
        _ file: DeliverableFile,
        _ format: DeliverableFormat,
        hash: String,
        of draft: DeliverableDraft,
        after seconds: Double
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.identity(
            draft.workflowID,
            draft.owner,
            .finalSummaryAndDeliverable,
            revision: draft.revision
        )
        json.name("timestamp")
        json.string("\(draft.createdAt)")
        json.member("ai_final_summary", draft.summary)
        json.member("final_summary_metadata", draft.metadata)
        json.name("deliverable")
        json.beginObject()
        json.name("filename")
        json.string(file.name)
        json.name("file_size_bytes")
        json.integer(file.bytes.count)
        json.name("file_format")
        json.string(format.rawValue)
        json.name("content_hash")
        json.string(hash)
        json.name("mime_type")
        json.string(file.mediaType)
        if let pages = file.pages {
            json.name("pages")
            json.integer(pages)
        }
        json.endObject()
        json.name("workflow_summary")
        json.beginObject()
        json.name("total_time_seconds")
        json.number(seconds)
        json.endObject()
        // So that the same request is known when it comes again, and what was asked for is kept also
        // where nothing was edited and there is no stage 2.
        json.member("user_preferences", draft.preferences)
        json.name("request_digest")
        json.string(draft.requestDigest)
        json.endObject()
        return json.bytes
    }

    /// A summary with who made it, as one object.
    static func summary(_ summary: Summary) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("ai_final_summary")
        summary.write(to: &json)
        json.name("final_summary_metadata")
        summary.writeMetadata(to: &json)
        json.endObject()
        return json.bytes
    }
}

extension JSONView {
    /// Whether an object has no such member, or null there.
    fileprivate func isNull(_ name: String) -> Bool {
        guard let value = self[name] else { return true }
        return value.kind == .null
    }
}

extension JSONWriter {
    fileprivate mutating func identity(
        _ id: WorkflowID,
        _ owner: Owner,
        _ stage: ExportStage,
        revision: Int?
    ) {
        name("stage")
        string(stage.name)
        name("export_workflow_id")
        string("\(id)")
        name("owner_email")
        string(owner.name)
        guard let revision else { return }
        name("revision")
        integer(revision)
    }
}
