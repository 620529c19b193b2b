import Redline
import RedlineAnalytics

extension JSONView {
    fileprivate func time(_ name: String) -> Timestamp? {
        self[name]?.string.flatMap { Timestamp($0) }
    }

    /// The text of a member that is JSON of its own; nil for null, too.
    fileprivate func json(_ name: String) -> String? {
        guard let value = self[name], value.kind != .null else { return nil }
        return value.text
    }
}

extension ExportSummary {
    /// Reads an export of a history.
    init?(answer: JSONView) {
        guard let owner = answer["owner_email"]?.string,
            let id = answer["export_workflow_id"]?.string.flatMap({ WorkflowID($0) }),
            let started = answer.time("started_at"), let expires = answer.time("expiration_date"),
            let status = answer["status"]?.string.flatMap({ WorkflowStatus(rawValue: $0) }),
            let revision = answer["revision"]?.integer
        else { return nil }
        self.init(
            owner: owner,
            workflowID: id,
            startedAt: started,
            documentID: answer["document_id"]?.string,
            documentType: answer["document_type"]?.string,
            model: answer["model"]?.string,
            template: answer["template"]?.string,
            format: answer["format"]?.string,
            revision: revision,
            status: status,
            expiresAt: expires
        )
    }
}

extension InteractionEntry {
    /// Reads an interaction of a history.
    init?(answer: JSONView) {
        guard let owner = answer["user_id"]?.string, let occurred = answer.time("timestamp"),
            let id = answer["interaction_id"]?.string,
            let message = answer["user_message"]?.string,
            let response = answer["assistant_response"]?.string,
            let expires = answer.time("expiration_date")
        else { return nil }
        self.init(
            owner: owner,
            occurredAt: occurred,
            interactionID: id,
            threadID: answer["thread_id"]?.string,
            userMessage: message,
            assistantResponse: response,
            toolCalls: answer.json("tool_calls"),
            metadata: answer.json("metadata"),
            extra: nil,
            repeatsPrevious: answer["repeats_previous"]?.boolean ?? false,
            expiresAt: expires
        )
    }
}

extension WorkflowDetail {
    /// Reads a workflow.
    init?(answer: JSONView) {
        guard let owner = answer["owner_email"]?.string,
            let id = answer["export_workflow_id"]?.string.flatMap({ WorkflowID($0) }),
            let started = answer.time("started_at"), let expires = answer.time("expiration_date"),
            let revisions = answer["revisions"]?.elements
        else { return nil }
        var stages: [Stage] = []
        var corrections: [Correction] = []
        for revision in revisions {
            for name in ["stage1", "stage2", "stage3", "feedback"] {
                guard let view = revision["stages"]?[name], view.kind != .null else { continue }
                guard let stage = Stage(answer: view) else { return nil }
                stages.append(stage)
                guard stage.stage == .userModifications else { continue }
                for change in view["changes"]?.elements ?? [] {
                    guard let correction = Correction(answer: change, revision: stage.revision)
                    else { return nil }
                    corrections.append(correction)
                }
            }
        }
        self.init(
            owner: owner,
            workflowID: id,
            startedAt: started,
            expiresAt: expires,
            stages: stages,
            corrections: corrections,
            documentID: answer["document_id"]?.string
        )
    }
}

extension WorkflowDetail.Stage {
    fileprivate init?(answer: JSONView) {
        guard let revision = answer["revision"]?.integer,
            let stage = answer["stage"]?.string.flatMap({ ExportStage(name: $0) }),
            let occurred = answer.time("timestamp")
        else { return nil }
        let counts = answer["field_counts"].map { counts in
            LeafCounts(
                extracted: counts["extracted"]?.integer ?? 0,
                modified: counts["modified"]?.integer ?? 0,
                deleted: counts["deleted"]?.integer ?? 0,
                added: counts["added"]?.integer ?? 0
            )
        }
        // What has not been measured yet has only what the client said.
        let actions = answer["user_actions"] ?? answer["reported"]?["user_actions"]
        let measured = answer["measured"]
        var summaryRate: (edits: Int, referenceWords: Int)?
        if let edits = measured?["summary_edits"]?.integer,
            let words = measured?["summary_reference_words"]?.integer
        {
            summaryRate = (edits, words)
        }
        self.init(
            revision: revision,
            stage: stage,
            occurredAt: occurred,
            record: answer.text,
            mimeType: answer["deliverable"]?["mime_type"]?.string,
            counts: counts,
            editingSeconds: actions?["editing_time_seconds"]?.double,
            summaryRate: summaryRate
        )
    }
}

extension WorkflowDetail.Correction {
    fileprivate init?(answer: JSONView, revision: Int) {
        guard let field = answer["field"]?.string,
            let original = answer["original_path"]?.string,
            let modified = answer["modified_path"]?.string,
            let type = answer["change_type"]?.string.flatMap({ ChangeType(rawValue: $0) }),
            let pattern = answer["pattern"]?.string
        else { return nil }
        self.init(
            revision: revision,
            field: field,
            originalPath: original,
            modifiedPath: modified,
            changeType: type,
            pattern: pattern,
            original: answer["original_value"]?.text,
            modified: answer["modified_value"]?.text,
            reason: answer["user_reason"]?.string
        )
    }
}
