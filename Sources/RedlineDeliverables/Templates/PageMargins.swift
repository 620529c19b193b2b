import Mustache
import Redline

/// What stands above and below each page.
struct PageMargins {
    private let header: MustacheTemplate?
    private let footer: MustacheTemplate?
    private let values: [String: Any]

    init(_ page: PageDefinition, _ deliverable: Deliverable) throws(DeliverableError) {
        do {
            header = try page.header.isEmpty ? nil : Self.template(page.header)
            footer = try page.footer.isEmpty ? nil : Self.template(page.footer)
        } catch {
            throw .invalid("header or footer", "is not mustache")
        }
        // The document's data are too much to be gone through for every page.
        values = [
            "title": deliverable.document.heading,
            "document_id": deliverable.document.id,
            "document_type": deliverable.document.type,
            "created_on": deliverable.workflow.createdAt.date,
            "revision": "\(deliverable.workflow.revision)",
            "export_workflow_id": "\(deliverable.workflow.id)",
        ]
    }

    func texts(_ page: Int, of pages: Int) -> (header: String, footer: String) {
        var values = values
        values["page"] = "\(page)"
        values["pages"] = "\(pages)"
        return (header?.render(values) ?? "", footer?.render(values) ?? "")
    }

    private static func template(_ text: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
    }
}
