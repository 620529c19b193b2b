import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineExport

/// What whoever exports a document is told.
enum ExportAnswer {
    private static let workflowID = HTTPField.Name("X-Export-Workflow-Id")
    private static let revision = HTTPField.Name("X-Export-Revision")

    /// An export that began: 201, also where it began before; 202 where it waits in the spool.
    static func started(_ export: StartedExport, of document: DocumentID) -> Response {
        .json(export.isWaiting ? .accepted : .created) { json in
            json.beginObject()
            json.name("export_workflow_id")
            json.string("\(export.workflowID)")
            json.name("document_id")
            json.string(document.text)
            json.name("owner_email")
            json.string(export.owner)
            json.name("revision")
            json.integer(1)
            json.name("status")
            json.string(export.status.rawValue)
            json.name("ai_model")
            json.value(export.metadata?["ai_model"])
            json.name("ai_summary")
            json.value(export.summary)
            json.name("extracted_data")
            json.value(export.extractedData)
            json.name("timestamp")
            json.string("\(export.startedAt)")
            if let expiry = export.expiresAt {
                json.name("expiration_date")
                json.string("\(expiry)")
            } else {
                json.name("durable")
                json.string("spooled")
            }
            if let reason = export.metadata?["fallback_reason"] {
                json.name("fallback_reason")
                json.value(reason)
            }
            json.endObject()
        }
    }

    /// The file of a revision; 304 where the header `If-None-Match` has its tag already.
    static func file(_ export: FinishedExport, unless known: [String] = []) -> Response {
        var headers: HTTPFields = [:]
        headers[.eTag] = export.tag
        if let workflowID { headers[workflowID] = "\(export.workflowID)" }
        if let revision { headers[revision] = "\(export.revision)" }
        if export.isKnown(known) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = export.mediaType
        headers[.contentDisposition] = "attachment; filename=\"\(export.name)\""
        return Response(
            status: .ok,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: export.bytes))
        )
    }
}

extension FinishedExport {
    /// The file's hash as an `ETag`.
    var tag: String { "\"\(contentHash)\"" }

    /// Whether a list of tags has the file's (RFC 9110, 13.1.2); weak ones count, and ours have no
    /// commas.
    func isKnown(_ tags: [String]) -> Bool {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return tags.flatMap { $0.split(separator: ",") }.contains { word in
            let word = word.drop(while: isBlank).prefix { !isBlank($0) }
            return word == "*" || (word.hasPrefix("W/") ? word.dropFirst(2) : word) == tag
        }
    }
}
