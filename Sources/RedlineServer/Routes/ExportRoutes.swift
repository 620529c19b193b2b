import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineDigest
import RedlineExport
import RedlineStorage

/// The routes of the export workflow: from extracted data to the file.
struct ExportRoutes: Sendable {
    let exports: ExportWorkflows
    let intake: RecordIntake
    let idempotency: IdempotencyKeys

    private static let export = "/api/v1/docs/{document_id}/export"
    private static let regenerate = "/api/v1/exports/{id}/regenerate"
    private static let deliverable = "/api/v1/exports/{id}/deliverable"
    private static let users: RouteAccess = .roles([.owner])
    /// A file in each of its formats.
    static let files = DeliverableFormat.allCases.map { format in
        RouteAnswer(status: .ok, mediaType: format.mediaType, schema: RouteAnswer.file)
    }

    var routes: [Route] {
        [
            Route(
                method: .post,
                path: Self.export,
                summary: "Begin an export with the AI's summary; with export_workflow_id, end it "
                    + "with the file.",
                access: Self.users,
                body: RouteBody(
                    mediaType: "application/json",
                    schema: "Export",
                    limit: JSONLimits.record.bytes,
                    mayConflict: true
                ),
                answers: [.json(.created, "StartedExport"), .json(.accepted, "StartedExport")]
                    + Self.files,
                handle: export
            ),
            Route(
                method: .post,
                path: Self.regenerate,
                summary: "Make the file anew, as one more revision from the last data.",
                access: Self.users,
                body: RouteBody(
                    mediaType: "application/json",
                    schema: "ExportReview",
                    limit: JSONLimits.record.bytes,
                    mayConflict: true
                ),
                answers: Self.files
            ) { request in
                if let obstacle = intake.presence.obstacle { throw Problem.busy(obstacle) }
                let review = try ExportReview(
                    JSONDocument(parsing: request.body),
                    context: RecordContext(
                        owner: request.principal.owner,
                        workflowID: request.workflowID()
                    )
                )
                return try await finish(review, of: nil, .anew, request)
            },
            Route(
                method: .get,
                path: Self.deliverable,
                summary: "The file of an export, as it was handed over.",
                access: .roles([.owner, .compliance]),
                query: [
                    QueryParameter(
                        name: "revision",
                        kind: .whole(1...10_000),
                        summary: "Another revision than the latest that has a file."
                    )
                ],
                answers: Self.files + [.notModified],
                handle: file
            ),
        ]
    }

    private func export(_ request: RouteRequest) async throws -> Response {
        guard let document = request.documentID else {
            throw Problem.badParameter("document_id must be \(DocumentID.rule)", "document_id")
        }
        let body = try JSONDocument(parsing: request.body.isEmpty ? Array("{}".utf8) : request.body)
        if let obstacle = intake.presence.obstacle { throw Problem.busy(obstacle) }
        let context = RecordContext(owner: request.principal.owner)
        guard body.root.kind == .object, let workflow = body.root["export_workflow_id"],
            workflow.kind != .null
        else { return try await start(document, body, context, request) }
        let review = try ExportReview(body, context: context)
        return try await finish(review, of: document, .review, request)
    }

    // MARK: The beginning

    private func start(
        _ id: DocumentID,
        _ body: JSONDocument,
        _ context: RecordContext,
        _ request: RouteRequest
    ) async throws -> Response {
        let principal = request.principal
        let document: ExtractedDocument
        var version: Int?
        switch try ExportOpening(body, context: context) {
        case .sent: document = try intake.document(body, id: id, context)
        case .stored(let owner, let wanted):
            let access = owner.map { .owner($0) } ?? principal.access
            (document, version) = try await exports.document(
                id,
                version: wanted,
                as: access,
                by: principal.actor
            )
        }
        let accepted = try await acceptance(of: document, body, request)
        if !accepted.isNew {
            do {
                let known = try await exports.started(
                    accepted.id,
                    as: .owner(document.owner),
                    by: principal.actor
                )
                return ExportAnswer.started(known, of: id)
            } catch let error where error.isOfUnknownExport {
                // Its first request was interrupted before it was recorded: it is made now.
            }
        }
        let started = try await exports.start(
            document,
            version: version,
            as: accepted.id,
            at: accepted.time,
            access: .owner(document.owner),
            by: principal.actor
        )
        return ExportAnswer.started(started, of: id)
    }

    /// The id and the time of an export: those that the first request with its `Idempotency-Key`
    /// fixed.
    private func acceptance(
        of document: ExtractedDocument,
        _ body: JSONDocument,
        _ request: RouteRequest
    ) async throws -> (id: WorkflowID, time: Timestamp, isNew: Bool) {
        let time = Timestamp.now
        var random = SystemRandomNumberGenerator()
        let id = WorkflowID(at: time, using: &random)
        guard let key = try request.idempotencyKey else { return (id, time, true) }
        let content = CanonicalForm(of: body.root).bytes + Array(document.id.text.utf8)
        let mine = IdempotentAcceptance(
            recordID: "\(id)",
            acceptedAt: time,
            digest: Array(SHA256Digest.of(content).prefix(16))
        )
        let first = try await idempotency.claim(key, of: document.owner, mine)
        guard first.digest == mine.digest, let known = WorkflowID(first.recordID) else {
            throw Problem.conflict("this Idempotency-Key came with other content before")
        }
        return (known, first.acceptedAt, known == id)
    }

    // MARK: The file

    private func file(_ request: RouteRequest) async throws -> Response {
        let finished = try await exports.file(
            of: request.workflowID(),
            revision: request.query.text("revision").flatMap { Int($0) },
            as: request.principal.access,
            by: request.principal.actor
        )
        return ExportAnswer.file(finished, unless: request.headers[values: .ifNoneMatch])
    }

    // MARK: The end

    private func finish(
        _ review: ExportReview,
        of document: DocumentID?,
        _ pass: ExportWorkflows.Pass,
        _ request: RouteRequest
    ) async throws -> Response {
        guard let id = review.workflowID else { throw ExportRefusal.unknownWorkflow }
        let principal = request.principal
        let access = review.owner.map { .owner($0) } ?? principal.access
        let finished = try await exports.finish(
            review,
            id,
            of: document,
            pass,
            as: access,
            by: principal.actor
        )
        return ExportAnswer.file(finished)
    }
}

extension Error {
    /// Whether it says that nothing of an export is recorded.
    fileprivate var isOfUnknownExport: Bool {
        switch self as any Error {
        case WorkflowLookupError.unknown, ExportRefusal.notStarted, ExportRefusal.unknownWorkflow:
            true
        default: false
        }
    }
}
