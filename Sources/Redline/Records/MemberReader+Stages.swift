extension MemberReader {
    mutating func stageRecord(
        _ stage: ExportStage,
        _ document: JSONDocument,
        _ context: RecordContext
    ) -> StageRecord? {
        let owner = owner("owner_email", context)
        let workflowID = workflowID(stage, context)
        let revision = integer("revision", in: 1...10_000) ?? 1
        let timestamp = timestamp("timestamp")
        var facts = StageFacts()
        switch stage {
        case .initialAISummary: initialSummary(&facts)
        case .userModifications: modifications(&facts)
        case .finalSummaryAndDeliverable: deliverable(&facts)
        case .userFeedback: feedback(&facts)
        }
        if stage == .initialAISummary, owner == nil, value("owner_email") == nil {
            fault("owner_email", "is required: a record belongs to an owner")
        }
        return StageRecord(
            owner: owner,
            workflowID: workflowID,
            revision: revision,
            stage: stage,
            timestamp: timestamp,
            document: document,
            facts: facts
        )
    }

    private mutating func workflowID(
        _ stage: ExportStage,
        _ context: RecordContext
    ) -> WorkflowID? {
        let name = "export_workflow_id"
        guard let value = value(name) else {
            if context.workflowID == nil, stage != .initialAISummary {
                fault(name, "is required: the id that stage 1 was answered with")
            }
            return context.workflowID
        }
        guard let id = value.string.flatMap({ WorkflowID($0) }) else {
            fault(name, "must be a UUID")
            return nil
        }
        if let expected = context.workflowID, expected != id {
            fault(name, "is another workflow than the one in the path")
        }
        return id
    }

    private mutating func summaryMetadata(_ reader: inout MemberReader, _ facts: inout StageFacts) {
        let any = 0...Double(Int64.max)
        facts.confidence = reader.number("confidence_score", in: 0...1)
        facts.processingMilliseconds = reader.number("processing_time_ms", in: any)
        facts.tokensUsed = reader.integer("tokens_used", in: 0...Int.max)
        absorb(reader)
    }

    private mutating func initialSummary(_ facts: inout StageFacts) {
        facts.documentID = requiredString("document_id")
        let source = source()
        facts.documentType = source.documentType
        facts.extractionMethod = source.extractionMethod
        facts.extractionConfidence = source.extractionConfidence
        facts.original = requiredDocument("initial_extracted_data", mayBeArray: false)
        facts.summary = requiredText("ai_initial_summary")
        var metadata = requiredObject("initial_summary_metadata")
        facts.model = metadata.requiredString("ai_model")
        summaryMetadata(&metadata, &facts)
        facts.fieldConfidence = fieldConfidence()
    }

    private mutating func modifications(_ facts: inout StageFacts) {
        facts.original = requiredDocument("original_data", mayBeArray: true)
        facts.modified = requiredDocument("modified_data", mayBeArray: true)
        var preferences = requiredObject("user_preferences")
        facts.format = preferences.requiredString("export_format")
        facts.template = preferences.requiredString("document_template")
        _ = preferences.requiredString("transformation_instructions", mayBeEmpty: true)
        absorb(preferences)
        var actions = requiredObject("user_actions")
        if actions.required("editing_time_seconds") != nil {
            facts.editingSeconds = actions.number("editing_time_seconds", in: 0...1e12)
        }
        facts.reportedFieldsEdited = actions.integer("fields_edited_count", in: 0...Int.max)
        facts.reportedEditsPerMinute = actions.number("edits_per_minute", in: 0...1e12)
        absorb(actions)
        changesAsSent(&facts)
        reviewedFields()
    }

    /// The client's own list of changes is kept as it was sent; only the reasons are read.
    private mutating func changesAsSent(_ facts: inout StageFacts) {
        guard let changes = value("changes") else { return }
        guard changes.kind == .array else {
            fault("changes", "must be an array")
            return
        }
        for change in changes.elements {
            guard let reason = change["user_reason"]?.string, !reason.isEmpty else { continue }
            for name in ["path", "field"] {
                guard let place = change[name]?.string else { continue }
                facts.reasons[place.hasPrefix("/") ? place : "/\(place)"] = reason
            }
        }
    }

    private mutating func reviewedFields() {
        guard let fields = value("reviewed_fields") else { return }
        let isPointers =
            fields.kind == .array && fields.elements.allSatisfy { $0.string != nil }
        if !isPointers { fault("reviewed_fields", "must be an array of JSON Pointers") }
    }

    private mutating func deliverable(_ facts: inout StageFacts) {
        facts.summary = requiredText("ai_final_summary")
        var metadata = object("final_summary_metadata")
        facts.model = metadata.string("ai_model")
        summaryMetadata(&metadata, &facts)
        var file = requiredObject("deliverable")
        facts.filename = file.requiredString("filename")
        facts.fileFormat = file.requiredString("file_format")
        if file.required("file_size_bytes") != nil {
            facts.fileBytes = file.integer("file_size_bytes", in: 0...Int.max)
        }
        facts.contentHash = file.contentHash()
        let given = file.string("mime_type")
        facts.mimeType = given ?? facts.fileFormat.map { FileFormat.mimeType(of: $0) }
        absorb(file)
        var summary = requiredObject("workflow_summary")
        facts.totalSeconds = summary.number("total_time_seconds", in: 0...1e12)
        facts.reportedAccuracy = summary.number("ai_processing_accuracy", in: 0...1)
        facts.reportedQuality = summary.number("final_output_quality", in: 0...1)
        absorb(summary)
    }

    private mutating func contentHash() -> String? {
        guard let hash = requiredString("content_hash") else { return nil }
        let digits = hash.utf8.dropFirst("sha256:".utf8.count)
        // Byte by byte: `isHexDigit` of a character takes full-width digits too.
        let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard hash.utf8.starts(with: "sha256:".utf8), digits.count == 64, isHex else {
            fault("content_hash", "must be sha256: and 64 hex digits")
            return nil
        }
        return hash.lowercased()
    }

    private mutating func feedback(_ facts: inout StageFacts) {
        if required("satisfaction_rating") != nil {
            facts.satisfaction = integer("satisfaction_rating", in: 1...5)
        }
        _ = string("feedback_text")
        for name in ["quality_rating", "accuracy_rating", "completeness_rating"] {
            _ = number(name, in: 0...100)
        }
    }
}
