import HTTPTypes
import Hummingbird
import Redline
import RedlineStorage

/// What a sender is told of a record.
enum RecordAnswer {
    /// The answer to a stage: 201, also where the same stage was recorded before; 202 where it waits in
    /// the spool.
    static func stage(_ prepared: PreparedRecord, _ outcome: RecordOutcome) throws -> Response {
        let (receipt, isWaiting) = try receipt(of: outcome)
        guard case .stage(let record) = prepared.record, let stage = receipt.stage else {
            throw Problem.internal
        }
        return .json(isWaiting ? .accepted : .created) { json in
            json.beginObject()
            json.name("export_workflow_id")
            json.string(receipt.id)
            json.name("stage")
            json.string(stage.name)
            json.name("revision")
            json.integer(receipt.revision)
            if let status = receipt.status {
                json.name("status")
                json.string(status.rawValue)
            }
            if let owner = receipt.owner {
                json.name("owner_email")
                json.string(owner.name)
            }
            json.times(of: receipt, isWaiting: isWaiting)
            if receipt.isMeasuredLater {
                json.name("measured")
                json.string("later")
            }
            if let comparison = prepared.comparison {
                json.name("changes")
                json.changes(comparison.changes, reasons: record.facts.reasons)
                json.name("user_actions")
                json.userActions(comparison.total, seconds: record.facts.editingSeconds ?? 0)
            }
            if stage == .finalSummaryAndDeliverable { json.deliverable(of: record.facts) }
            json.endObject()
        }
    }

    /// The answer to an interaction: 201, also where it was recorded before; 202 where it waits in the
    /// spool.
    static func interaction(_ outcome: RecordOutcome) throws -> Response {
        let (receipt, isWaiting) = try receipt(of: outcome)
        return .json(isWaiting ? .accepted : .created) { json in
            json.beginObject()
            json.name("interaction_id")
            json.string(receipt.id)
            if let owner = receipt.owner {
                json.name("user_id")
                json.string(owner.name)
            }
            json.times(of: receipt, isWaiting: isWaiting)
            json.endObject()
        }
    }

    /// The receipt of a record that is stored, or waits in the spool.
    ///
    /// - Throws: `Problem` for one that is not.
    static func receipt(
        of outcome: RecordOutcome
    ) throws -> (receipt: RecordReceipt, isWaiting: Bool) {
        switch outcome {
        case .recorded(let receipt), .duplicate(let receipt): return (receipt, false)
        case .spooled(let receipt): return (receipt, true)
        case .conflict(let id):
            throw Problem.conflict("a record with the id \(id) and other content is stored already")
        case .unknownWorkflow: throw Problem.notFound("there is no such workflow")
        case .ownerErased(let isUnderWay): throw Problem.ownerErased(isUnderWay: isUnderWay)
        case .refused(let faults): throw Problem(faults)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func times(of receipt: RecordReceipt, isWaiting: Bool) {
        name("timestamp")
        string("\(receipt.occurredAt)")
        if let expiry = receipt.expiresAt {
            name("expiration_date")
            string("\(expiry)")
        }
        guard isWaiting else { return }
        name("durable")
        string("spooled")
    }

    /// A comparison's changes, as stage 2 is answered.
    mutating func changes(_ changes: [Change], reasons: [String: String]) {
        beginArray()
        for change in changes {
            beginObject()
            name("field")
            string(change.field)
            name("path")
            string(change.path)
            name("original_path")
            string(change.originalPath)
            name("modified_path")
            string(change.modifiedPath)
            name("change_type")
            string(change.changeType.rawValue)
            name("original_value")
            value(change.original)
            name("modified_value")
            value(change.modified)
            name("pattern")
            string(change.pattern.rawValue)
            if let reason = reasons[change.path] ?? reasons[change.field] {
                name("user_reason")
                string(reason)
            }
            endObject()
        }
        endArray()
    }

    /// A value as it was sent; null for none.
    mutating func value(_ view: JSONView?) {
        guard let view else {
            null()
            return
        }
        view.withTextBytes { raw($0) }
    }

    /// The measured figures of an editing session.
    mutating func userActions(_ counts: LeafCounts, seconds: Double) {
        beginObject()
        name("fields_edited_count")
        integer(counts.edited)
        name("editing_time_seconds")
        number(seconds)
        name("edits_per_minute")
        number(EditingRate.editsPerMinute(counts.edited, seconds: seconds))
        endObject()
    }

    fileprivate mutating func deliverable(of facts: StageFacts) {
        name("deliverable")
        beginObject()
        name("filename")
        string(facts.filename ?? "")
        name("file_format")
        string(facts.fileFormat ?? "")
        name("mime_type")
        string(facts.mimeType ?? "")
        name("file_size_bytes")
        integer(facts.fileBytes ?? 0)
        name("content_hash")
        string(facts.contentHash ?? "")
        endObject()
    }
}
