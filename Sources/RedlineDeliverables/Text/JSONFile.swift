import Redline

/// A deliverable as one JSON object.
enum JSONFile {
    static func bytes(of deliverable: Deliverable, template: DeliverableTemplate) -> [UInt8] {
        let document = deliverable.document
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("document_id", document.id)
        writer.member("document_type", document.type)
        writer.member("title", document.heading)
        if let language = document.language { writer.member("language", language) }
        writer.member("template", template.name)
        workflow(deliverable.workflow, &writer)
        source(deliverable.source, &writer)
        summary(deliverable.summary, &writer)
        writer.member("data", document.finalData)
        // Whoever wants to see nothing of the editing is not shown the data before it either.
        if deliverable.preferences.included[.changes] != false {
            writer.member("extracted_data", document.extractedData)
            changes(deliverable.modifications, &writer)
        }
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }

    private static func workflow(_ workflow: DeliverableWorkflow, _ writer: inout JSONWriter) {
        writer.member("export_workflow_id", "\(workflow.id)")
        writer.name("revision")
        writer.integer(workflow.revision)
        writer.member("created_at", "\(workflow.createdAt)")
        if let time = workflow.reviewedAt { writer.member("reviewed_at", "\(time)") }
    }

    private static func source(_ source: DeliverableSource, _ writer: inout JSONWriter) {
        writer.name("source")
        writer.beginObject()
        writer.member("extraction_method", source.extractionMethod)
        if let confidence = source.confidence {
            writer.name("di_confidence")
            writer.number(confidence)
        }
        if let model = source.model { writer.member("ai_model", model) }
        writer.endObject()
    }

    private static func summary(_ summary: DeliverableSummary, _ writer: inout JSONWriter) {
        writer.name("summary")
        writer.beginObject()
        writer.member("executive_summary", summary.executiveSummary)
        for section in DeliverableSection.allCases {
            guard let items = section.items(of: summary) else { continue }
            writer.name(section.rawValue)
            writer.beginArray()
            for item in items { writer.string(item) }
            writer.endArray()
        }
        writer.endObject()
    }

    private static func changes(_ changes: [FieldModification], _ writer: inout JSONWriter) {
        writer.name("changes")
        writer.beginArray()
        for change in changes {
            writer.beginObject()
            writer.member("path", change.path)
            writer.member("change_type", change.changeType.rawValue)
            if let value = change.original { writer.member("original_value", value) }
            if let value = change.modified { writer.member("modified_value", value) }
            if let reason = change.reason { writer.member("user_reason", reason) }
            writer.endObject()
        }
        writer.endArray()
    }
}
