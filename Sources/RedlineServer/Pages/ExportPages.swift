import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineExport
import RedlineStorage
import RedlineWeb

/// The pages of exports: the work list, the history, one export, and what can be done with it.
struct ExportPages: Sendable {
    let exports: ExportWorkflows
    let reader: RecordReader
    let intake: RecordIntake
    /// The names of the templates that there are.
    let templates: [String]

    static let readers: RouteAccess = .roles(Section.exports.roles)
    static let workers: RouteAccess = .roles([.owner])
    static let formats = DeliverableFormat.allCases.map(\.rawValue)

    var routes: [Route] {
        [
            page("/exports", "Exports.", query: Self.filters, list),
            page(
                "/exports/{id}",
                "One export.",
                below: "",
                query: [QueryParameter(name: "said", kind: .text, summary: "What was just done.")],
                workflow
            ),
            page(
                "/exports/{id}/compare",
                "Two versions of an export.",
                below: "/compare",
                query: ["from", "to"].map {
                    QueryParameter(name: $0, kind: .text, summary: "A version, such as 1-final.")
                },
                compare
            ),
            page(
                "/exports/{id}/file",
                "The file of an export.",
                below: "/file",
                query: [
                    QueryParameter(name: "revision", kind: .whole(1...10_000), summary: "Of which.")
                ],
                file
            ),
            form("/exports/begin", "Begin an export.", limit: JSONLimits.record.bytes, begin),
            form("/exports/{id}/finish", "Make the file of a review that is recorded.", finish),
            form("/exports/{id}/regenerate", "Make the file of an export anew.", regenerate),
            form("/exports/{id}/feedback", "Say what one thinks of an export.", feedback),
        ]
    }

    private static let filters =
        ["document_id", "owner", "cursor"].map {
            QueryParameter(name: $0, kind: .text, summary: "What of the history is asked for.")
        } + [
            QueryParameter(
                name: "status",
                kind: .word(WorkflowStatus.allCases.map(\.rawValue)),
                summary: "The exports that have come so far."
            ),
            .from, .to,
        ]

    private func page(
        _ path: String,
        _ summary: String,
        below place: String? = nil,
        query: [QueryParameter] = [],
        _ handle: @escaping @Sendable (RouteRequest) async throws -> Response
    ) -> Route {
        Route(
            method: .get,
            path: path,
            summary: summary,
            access: Self.readers,
            query: place == nil ? query : query + [.ownerOfExport],
            answers: [.page],
            errors: .page
        ) { request in
            guard let place else { return try await handle(request) }
            return try await ofOneOwner(request, below: place, handle)
        }
    }

    private func form(
        _ path: String,
        _ summary: String,
        limit: Int = 64 * 1024,
        _ handle: @escaping @Sendable (RouteRequest) async throws -> Response
    ) -> Route {
        Route(
            method: .post,
            path: path,
            summary: summary,
            access: Self.workers,
            query: path.contains("{") ? [.ownerOfExport] : [],
            body: .form(limit: limit),
            answers: [.page],
            errors: .page
        ) { request in
            guard !request.path.isEmpty else { return try await handle(request) }
            return try await ofOneOwner(request, handle)
        }
    }

    // MARK: Reading

    private func list(_ request: RouteRequest) async throws -> Response {
        try await list(request, fault: nil)
    }

    private func list(
        _ request: RouteRequest,
        fault: String?
    ) async throws -> Response {
        let visitor = try request.signedIn
        var values: [String: String] = [:]
        for name in ExportListPage.Question.names { values[name] = request.query.text(name) }
        var filter = ExportFilter()
        filter.documentID = values["document_id"]
        filter.status = values["status"].flatMap { WorkflowStatus(rawValue: $0) }
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let principal = request.principal
        let access = try request.access(toOwner: values["owner"])
        let history = try await reader.exports(
            as: access,
            by: principal.actor,
            filter: filter,
            page: request.cursorPage { WorkflowID($0) != nil }
        )
        var waiting: [ExportSummary] = []
        var documents: [DocumentSummary] = []
        if principal.role == .owner {
            var toReview = ExportFilter()
            for status in [WorkflowStatus.awaitingFinalProcessing, .awaitingUserReview] {
                toReview.status = status
                waiting += try await reader.exports(
                    as: access,
                    by: principal.actor,
                    filter: toReview,
                    page: PageRequest(limit: 12)
                ).rows
            }
            documents = try await reader.documents(
                as: access,
                by: principal.actor,
                page: PageRequest(limit: 1_000)
            ).rows.filter { $0.export == nil }
        }
        var page = ExportListPage(
            .init(values),
            history: history,
            waiting: waiting,
            documents: Array(documents.prefix(12)),
            for: visitor
        )
        if fault != nil {
            for name in ["document_id", "document_type", "extracted_data"] {
                page.typed[name] = request.form.text(name)
            }
        }
        return .page(
            page.page(fault: fault),
            for: visitor,
            status: fault == nil ? .ok : .badRequest
        )
    }

    private func workflow(_ request: RouteRequest) async throws -> Response {
        let visitor = try request.signedIn
        let detail = try await detail(request)
        let page = try WorkflowPage(
            detail,
            at: request.export,
            templates: templates,
            formats: Self.formats,
            for: visitor
        )
        let said = request.query.text("said").flatMap { WorkflowPage.Said(rawValue: $0) }
        return .page(page.page(said: said), for: visitor)
    }

    private func compare(_ request: RouteRequest) async throws -> Response {
        let visitor = try request.signedIn
        let detail = try await detail(request)
        let last = detail.revisions.last ?? 1
        func version(_ name: String, _ standard: WorkflowVersion.Point) throws -> WorkflowVersion {
            guard let word = request.query.text(name) else {
                return detail.version(standard == .draft ? 1 : last, standard)
            }
            guard let (revision, point) = VersionChoice.version(word),
                detail.revisions.contains(revision)
            else { throw Problem.badParameter("there is no version \(name)", name) }
            return detail.version(revision, point)
        }
        let page = ComparisonPage(
            detail,
            at: try request.export,
            from: try version("from", .draft),
            to: try version("to", .final)
        )
        return .page(page.page(), for: visitor)
    }

    private func file(_ request: RouteRequest) async throws -> Response {
        let finished = try await exports.file(
            of: request.workflowID(),
            revision: request.query.text("revision").flatMap { Int($0) },
            as: request.principal.access,
            by: request.principal.actor
        )
        var response = ExportAnswer.file(finished)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    func detail(_ request: RouteRequest) async throws -> WorkflowDetail {
        try await reader.workflow(
            request.workflowID(),
            as: request.principal.access,
            by: request.principal.actor
        )
    }

    // MARK: Doing

    private func begin(_ request: RouteRequest) async throws -> Response {
        guard let id = DocumentID(request.form.text("document_id") ?? "") else {
            return try await list(request, fault: "the document's id must be \(DocumentID.rule)")
        }
        guard let owner = request.principal.owner else {
            throw Problem.forbidden("an export is begun with the key of its owner")
        }
        let document: ExtractedDocument
        var version: Int?
        if let data = request.form.text("extracted_data") {
            do {
                document = try newDocument(id, data, request.form.text("document_type"), owner)
            } catch let refusal as RecordFaults {
                return try await list(request, fault: "\(refusal)")
            } catch let error as JSONParseError {
                return try await list(request, fault: "\(RecordFaults(error))")
            }
        } else {
            (document, version) = try await exports.document(
                id,
                version: nil,
                as: .owner(owner),
                by: request.principal.actor
            )
        }
        let time = Timestamp.now
        var random = SystemRandomNumberGenerator()
        let started = try await exports.start(
            document,
            version: version,
            as: WorkflowID(at: time, using: &random),
            at: time,
            access: .owner(owner),
            by: request.principal.actor
        )
        return .see("/exports/\(started.workflowID)/review")
    }

    private func newDocument(
        _ id: DocumentID,
        _ data: String,
        _ type: String?,
        _ owner: Owner
    ) throws -> ExtractedDocument {
        var json = JSONWriter()
        json.beginObject()
        json.name("source")
        json.beginObject()
        json.name("document_type")
        json.string(type ?? "")
        json.name("extraction_method")
        json.string("manual")
        json.endObject()
        json.name("extracted_data")
        json.raw(try JSONDocument(parsing: data).root.text)
        json.endObject()
        return try intake.document(
            JSONDocument(parsing: json.bytes),
            id: id,
            RecordContext(owner: owner)
        )
    }

    /// Goes on after an interruption: the recorded review is asked for again, as it was.
    private func finish(_ request: RouteRequest) async throws -> Response {
        let detail = try await detail(request)
        guard detail.status == .awaitingFinalProcessing,
            let stage = detail.stages.last(where: { $0.stage == .userModifications })
        else { return .see(try request.export.page()) }
        let record = try JSONDocument(parsing: stage.record).root
        let own = ["stage", "export_workflow_id", "owner_email", "timestamp", "original_data"]
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in record.members where !own.contains(name) && name != "revision" {
            json.name(name)
            json.raw(value.text)
        }
        json.name("revision")
        json.integer(stage.revision)
        if let seconds = stage.editingSeconds {
            json.name("editing_time_seconds")
            json.number(seconds)
        }
        json.endObject()
        let review = try ExportReview(
            JSONDocument(parsing: json.bytes),
            context: RecordContext(owner: request.principal.owner, workflowID: detail.workflowID)
        )
        _ = try await exports.finish(
            review,
            detail.workflowID,
            .review,
            as: request.principal.access,
            by: request.principal.actor
        )
        return .see(try request.export.page("", [("said", "done")]))
    }

    private func regenerate(_ request: RouteRequest) async throws -> Response {
        let id = try request.workflowID()
        var json = JSONWriter()
        json.beginObject()
        if let revision = request.form.text("revision").flatMap({ Int($0) }) {
            json.name("revision")
            json.integer(revision)
        }
        json.preferences(of: request.form)
        json.endObject()
        let review = try ExportReview(
            JSONDocument(parsing: json.bytes),
            context: RecordContext(owner: request.principal.owner, workflowID: id)
        )
        _ = try await exports.finish(
            review,
            id,
            .anew,
            as: request.principal.access,
            by: request.principal.actor
        )
        return .see(try request.export.page("", [("said", "done")]))
    }

    private func feedback(_ request: RouteRequest) async throws -> Response {
        let detail = try await detail(request)
        guard let owner = Owner(detail.owner) else { throw WorkflowLookupError.unknown }
        var json = JSONWriter()
        json.beginObject()
        json.name("satisfaction_rating")
        json.raw(
            request.form.text("satisfaction_rating").flatMap { Int($0) }.map { "\($0)" } ?? "null"
        )
        if let text = request.form.text("feedback_text") {
            json.name("feedback_text")
            json.string(text)
        }
        json.endObject()
        var prepared = try intake.prepare(
            JSONDocument(parsing: json.bytes),
            RecordContext(owner: owner, workflowID: detail.workflowID, stage: .userFeedback)
        )
        prepared.requiresWorkflow = true
        switch try await intake.record(prepared) {
        case .recorded, .duplicate, .spooled:
            return .see(try request.export.page("", [("said", "thanks")]))
        case let outcome: throw ExportRefusal.notRecorded(outcome)
        }
    }
}
