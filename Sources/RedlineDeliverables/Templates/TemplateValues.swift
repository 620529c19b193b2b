import Redline

/// What a template's mustache can put in.
enum TemplateValues {
    /// The values of a deliverable; `data` has the document as it is.
    static func of(_ deliverable: Deliverable) -> [String: Any] {
        let document = deliverable.document
        let summary = deliverable.summary
        var values: [String: Any] = [
            "document_id": document.id,
            "document_type": document.type,
            "title": document.heading,
            "export_workflow_id": "\(deliverable.workflow.id)",
            "revision": "\(deliverable.workflow.revision)",
            "created_at": "\(deliverable.workflow.createdAt)",
            "created_on": deliverable.workflow.createdAt.date,
            "extraction_method": deliverable.source.extractionMethod,
            "executive_summary": summary.executiveSummary,
            "data": value(document.finalData) ?? "",
            "changes": deliverable.modifications.map { change in
                var values = ["path": change.path, "change_type": change.changeType.rawValue]
                values["before"] = change.original.map { FlatCell($0).text }
                values["after"] = change.modified.map { FlatCell($0).text }
                values["reason"] = change.reason
                return values
            },
        ]
        for section in DeliverableSection.allCases {
            if let items = section.items(of: summary) { values[section.rawValue] = items }
        }
        values["language"] = document.language
        values["reviewed_on"] = deliverable.workflow.reviewedAt?.date
        values["confidence"] = deliverable.source.confidence.map { "\($0)" }
        values["ai_model"] = deliverable.source.model
        return values
    }

    /// A JSON value for mustache: numbers as they are spelled, null as nothing.
    private static func value(_ view: JSONView) -> Any? {
        switch view.kind {
        case .null: nil
        case .boolean: view.boolean
        case .number: view.text
        case .string: view.string
        case .array: view.elements.map { value($0) ?? "" }
        case .object:
            view.members.reduce(into: [String: Any]()) { $0[$1.name] = value($1.value) }
        }
    }
}
