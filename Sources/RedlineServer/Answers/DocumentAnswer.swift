import Redline
import RedlineAnalytics

extension JSONWriter {
    /// The members of a document's answer that redline knows better than who sent it.
    private static let known: Set<String> = [
        "document_id", "owner_email", "version", "created_at", "expiration_date",
    ]

    /// A version of a document: what was sent, as it was sent, under its id and version.
    mutating func document(_ document: DocumentDetail) {
        beginObject()
        name("document_id")
        string(document.documentID)
        name("owner_email")
        string(document.owner)
        name("version")
        integer(document.version)
        name("created_at")
        string("\(document.createdAt)")
        name("expiration_date")
        string("\(document.expiresAt)")
        let record = try? JSONDocument(parsing: document.record).root
        for (member, value) in record?.members ?? [] where !Self.known.contains(member) {
            name(member)
            value.withTextBytes { raw($0) }
        }
        endObject()
    }

    /// A document of a list, with the state of its newest export.
    mutating func document(_ document: DocumentSummary) {
        beginObject()
        name("document_id")
        string(document.documentID)
        name("owner_email")
        string(document.owner)
        name("version")
        integer(document.version)
        name("etag")
        string("\"\(document.tag)\"")
        name("document_type")
        string(document.documentType)
        name("extraction_method")
        string(document.extractionMethod)
        name("di_confidence")
        if let confidence = document.extractionConfidence { number(confidence) } else { null() }
        name("fields")
        integer(document.fieldCount)
        name("created_at")
        string("\(document.createdAt)")
        name("expiration_date")
        string("\(document.expiresAt)")
        name("export")
        if let export = document.export { self.export(export) } else { null() }
        endObject()
    }

    private mutating func export(_ export: DocumentSummary.Export) {
        beginObject()
        name("export_workflow_id")
        string("\(export.workflowID)")
        name("revision")
        integer(export.revision)
        name("stage")
        string(export.stage.name)
        name("status")
        string(export.status.rawValue)
        name("updated_at")
        string("\(export.updatedAt)")
        endObject()
    }
}
