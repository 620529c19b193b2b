import Redline
import RedlineAnalytics

extension JSONWriter {
    /// A workflow with its stages: each record as it was sent, with what was measured beside it.
    mutating func workflow(_ workflow: WorkflowDetail) {
        beginObject()
        name("export_workflow_id")
        string("\(workflow.workflowID)")
        name("document_id")
        optional(workflow.documentID)
        name("owner_email")
        string(workflow.owner)
        name("status")
        string(workflow.status.rawValue)
        name("started_at")
        string("\(workflow.startedAt)")
        name("expiration_date")
        string("\(workflow.expiresAt)")
        let revisions = Set(workflow.stages.map(\.revision)).sorted()
        name("stages")
        // The latest of each stage, whatever revision it is of.
        stages(workflow, through: revisions.last ?? 1)
        name("revisions")
        beginArray()
        for revision in revisions {
            beginObject()
            name("revision")
            integer(revision)
            name("stages")
            stages(workflow, of: revision)
            endObject()
        }
        endArray()
        endObject()
    }

    private mutating func stages(_ workflow: WorkflowDetail, through last: Int) {
        beginObject()
        for (stage, word) in Self.stageWords {
            name(word)
            stageOrNull(workflow.stages.last { $0.stage == stage }, workflow)
        }
        endObject()
    }

    private mutating func stages(_ workflow: WorkflowDetail, of revision: Int) {
        beginObject()
        for (stage, word) in Self.stageWords {
            name(word)
            stageOrNull(
                workflow.stages.first { $0.stage == stage && $0.revision == revision },
                workflow
            )
        }
        endObject()
    }

    private static var stageWords: [(ExportStage, String)] {
        [
            (.initialAISummary, "stage1"), (.userModifications, "stage2"),
            (.finalSummaryAndDeliverable, "stage3"), (.userFeedback, "feedback"),
        ]
    }

    private mutating func stageOrNull(_ stage: WorkflowDetail.Stage?, _ workflow: WorkflowDetail) {
        guard let stage, let record = try? JSONDocument(parsing: stage.record).root else {
            null()
            return
        }
        let replaced: Set<String> =
            switch stage.stage {
            case .userModifications:
                ["stage", "revision", "timestamp", "changes", "user_actions", "field_counts"]
            case .finalSummaryAndDeliverable: ["stage", "revision", "timestamp", "deliverable"]
            case .initialAISummary: ["stage", "revision", "timestamp", "field_counts"]
            case .userFeedback: ["stage", "revision", "timestamp"]
            }
        beginObject()
        name("stage")
        string(stage.stage.name)
        name("revision")
        integer(stage.revision)
        name("timestamp")
        string("\(stage.occurredAt)")
        for (member, value) in record.members where !replaced.contains(member) {
            name(member)
            value.withTextBytes { raw($0) }
        }
        switch stage.stage {
        case .initialAISummary: if let counts = stage.counts { fieldCounts(counts, of: stage) }
        case .userModifications: modifications(stage, record, workflow)
        case .finalSummaryAndDeliverable: deliverable(stage, record)
        case .userFeedback: break
        }
        endObject()
    }

    /// What became of the leaves; of a stage 1 the extracted ones alone.
    private mutating func fieldCounts(_ counts: LeafCounts, of stage: WorkflowDetail.Stage) {
        name("field_counts")
        beginObject()
        name("extracted")
        integer(counts.extracted)
        if stage.stage == .userModifications {
            name("modified")
            integer(counts.modified)
            name("deleted")
            integer(counts.deleted)
            name("added")
            integer(counts.added)
        }
        endObject()
    }

    private mutating func modifications(
        _ stage: WorkflowDetail.Stage,
        _ record: JSONView,
        _ workflow: WorkflowDetail
    ) {
        guard let counts = stage.counts else {
            name("measured")
            string("later")
            reported(record)
            return
        }
        name("changes")
        beginArray()
        for correction in workflow.corrections where correction.revision == stage.revision {
            self.correction(correction)
        }
        endArray()
        name("user_actions")
        userActions(counts, seconds: stage.editingSeconds ?? 0)
        fieldCounts(counts, of: stage)
        reported(record)
    }

    /// What the client said of the same things, as it said it.
    private mutating func reported(_ record: JSONView) {
        name("reported")
        beginObject()
        for member in ["changes", "user_actions"] {
            guard let value = record[member] else { continue }
            name(member)
            value.withTextBytes { raw($0) }
        }
        endObject()
    }

    private mutating func correction(_ correction: WorkflowDetail.Correction) {
        beginObject()
        name("field")
        string(correction.field)
        name("path")
        string(
            correction.changeType == .addition ? correction.modifiedPath : correction.originalPath
        )
        name("original_path")
        string(correction.originalPath)
        name("modified_path")
        string(correction.modifiedPath)
        name("change_type")
        string(correction.changeType.rawValue)
        name("original_value")
        raw(correction.original ?? "null")
        name("modified_value")
        raw(correction.modified ?? "null")
        name("pattern")
        string(correction.pattern)
        if let reason = correction.reason {
            name("user_reason")
            string(reason)
        }
        endObject()
    }

    private mutating func deliverable(_ stage: WorkflowDetail.Stage, _ record: JSONView) {
        name("deliverable")
        beginObject()
        for (member, value) in record["deliverable"]?.members ?? [] where member != "mime_type" {
            name(member)
            value.withTextBytes { raw($0) }
        }
        name("mime_type")
        optional(stage.mimeType)
        endObject()
        name("measured")
        beginObject()
        name("summary_edits")
        if let rate = stage.summaryRate { integer(rate.edits) } else { null() }
        name("summary_reference_words")
        if let rate = stage.summaryRate { integer(rate.referenceWords) } else { null() }
        endObject()
    }

    /// A string, or null for none.
    mutating func optional(_ text: String?) {
        if let text { string(text) } else { null() }
    }
}
