import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics
import RedlineStorage

/// The routes by which documents are stored before they are exported.
struct DocumentRoutes: Sendable {
    let documents: DocumentStore
    let reader: RecordReader
    let intake: RecordIntake

    private static let path = "/api/v1/docs/{document_id}"
    private static let list = "/api/v1/docs"
    /// The largest number that PostgreSQL has for a version.
    private static let versionLimit = 2_147_483_647
    private static let readers: RouteAccess = .roles([.owner, .compliance])

    var routes: [Route] {
        [
            Route(
                method: .put,
                path: Self.path,
                summary: "Store a document's extracted data; what differs is a new version.",
                access: .roles([.recorder, .owner]),
                body: RouteBody(
                    mediaType: "application/json",
                    schema: "ExtractedDocument",
                    limit: JSONLimits.record.bytes,
                    mayConflict: true
                ),
                answers: [.json(.ok, "DocumentReceipt"), .json(.created, "DocumentReceipt")],
                handle: store
            ),
            Route(
                method: .get,
                path: Self.path,
                summary: "A document as it was stored, in its latest version or another.",
                access: Self.readers,
                query: [
                    QueryParameter(
                        name: "version",
                        kind: .whole(1...Self.versionLimit),
                        summary: "Another version than the latest."
                    )
                ],
                answers: [.json(.ok, "Document")],
                handle: document
            ),
            Route(
                method: .get,
                path: Self.list,
                summary: "Documents with the state of their exports, those stored last first.",
                access: Self.readers,
                query: [.from, .to, .limit, .offset, .cursor],
                answers: [.json(.ok, "DocumentList")],
                handle: page
            ),
        ]
    }

    private func store(_ request: RouteRequest) async throws -> Response {
        // A document does not wait in the spool: its version is known when it is stored.
        if let obstacle = intake.presence.obstacle { throw Problem.busy(obstacle) }
        let condition = try DocumentCondition(ifMatch: request.headers[values: .ifMatch])
        let document = try extracted(request)
        let receipt = try await documents.store(document, replacing: condition)
        return .json(
            receipt.isNew ? .created : .ok,
            headers: [.eTag: "\"\(receipt.tag)\""]
        ) { json in
            json.beginObject()
            json.name("document_id")
            json.string(document.id.text)
            json.name("owner_email")
            json.string(document.owner.name)
            json.name("version")
            json.integer(receipt.version)
            json.name("created_at")
            json.string("\(receipt.createdAt)")
            json.name("expiration_date")
            json.string("\(receipt.expiresAt)")
            json.endObject()
        }
    }

    /// The document that is sent: the one way by which documents come in.
    ///
    /// Whatever is known of it later, its digest included, is known of what this gives.
    private func extracted(_ request: RouteRequest) throws -> ExtractedDocument {
        guard let id = request.documentID else {
            throw Problem.badParameter("document_id must be \(DocumentID.rule)", "document_id")
        }
        return try intake.document(
            JSONDocument(parsing: request.body),
            id: id,
            RecordContext(owner: request.principal.owner)
        )
    }

    private func document(_ request: RouteRequest) async throws -> Response {
        // No document can have what is no id.
        guard let id = request.documentID else { throw DocumentLookupError.unknown }
        let version = request.query.text("version").flatMap { Int($0) }
        let detail = try await reader.document(
            id,
            version: version,
            as: request.principal.access,
            by: request.principal.actor
        )
        return .json(.ok, headers: [.eTag: "\"\(detail.tag)\""]) { $0.document(detail) }
    }

    private func page(_ request: RouteRequest) async throws -> Response {
        var filter = DocumentFilter()
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let page = try await reader.documents(
            as: request.principal.access,
            by: request.principal.actor,
            filter: filter,
            page: request.page { DocumentID($0) != nil }
        )
        return .page("documents", page, request, path: Self.list) { json, row in
            json.document(row)
        }
    }
}

extension RouteRequest {
    /// The document that the path names; nil where it is no id.
    var documentID: DocumentID? { path["document_id"].flatMap { DocumentID($0) } }
}

extension DocumentCondition {
    /// What the header `If-Match` asks for (RFC 9110, 13.1.1); nil where there is none.
    ///
    /// Weak tags never match, and our own have no commas.
    fileprivate init?(ifMatch values: [String]) throws {
        guard !values.isEmpty else { return nil }
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let words = values.joined(separator: ",").split(separator: ",").map { word in
            word.drop(while: isBlank).prefix { !isBlank($0) }
        }
        var tags: [String] = []
        for word in words.isEmpty ? [""] : words {
            let text = word.hasPrefix("W/") ? word.dropFirst(2) : word
            let isTag = text.utf8.count > 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
            guard word == "*" || isTag else {
                throw Problem.badParameter(
                    "If-Match must be * or the ETags of versions, with commas between them",
                    "If-Match"
                )
            }
            guard text.count == word.count else { continue }
            tags.append(word == "*" ? "*" : String(text.dropFirst().dropLast()))
        }
        self.init(tags)
    }
}
