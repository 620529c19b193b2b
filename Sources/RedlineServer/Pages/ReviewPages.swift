import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics
import RedlineExport
import RedlineWeb

/// The pages on which somebody reviews an export.
struct ReviewPages: Sendable {
    let pages: ExportPages

    private static let path = "/exports/{id}/review"

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: Self.path,
                summary: "The review of an export.",
                access: ExportPages.workers,
                query: [.ownerOfExport],
                answers: [.page],
                errors: .page
            ) { request in
                try await pages.ofOneOwner(request, below: "/review", show)
            },
            Route(
                method: .post,
                path: Self.path,
                summary: "A review of an export: what somebody typed so far, or its end.",
                access: ExportPages.workers,
                query: [.ownerOfExport],
                body: .form(limit: JSONLimits.record.bytes),
                answers: [.page],
                errors: .page
            ) { request in
                try await pages.ofOneOwner(request, review)
            },
        ]
    }

    private func show(_ request: RouteRequest) async throws -> Response {
        let detail = try await pages.detail(request)
        let revision = detail.revisions.last ?? 1
        let isAnew = Self.isComplete(detail, revision)
        let draft = try Self.draft(detail, revision, isAnew: isAnew)
        var page = ReviewPage(
            detail,
            at: try request.export,
            revision: revision,
            draft,
            for: try request.signedIn
        )
        page.isAnew = isAnew
        page.templates = pages.templates
        page.formats = ExportPages.formats
        return .page(page.page(), for: request.visitor)
    }

    /// The data that are to be reviewed: of a revision that has its file, those that it ended with.
    private static func draft(
        _ detail: WorkflowDetail,
        _ revision: Int,
        isAnew: Bool
    ) throws -> Draft {
        guard let data = detail.version(revision, isAnew ? .final : .draft).data else {
            throw ExportRefusal.notStarted
        }
        return Draft(data.root)
    }

    private static func isComplete(_ detail: WorkflowDetail, _ revision: Int) -> Bool {
        detail.stages.contains {
            $0.stage == .finalSummaryAndDeliverable && $0.revision == revision
        }
    }

    private func review(_ request: RouteRequest) async throws -> Response {
        let form = request.form
        let detail = try await pages.detail(request)
        let revision = form.text("revision").flatMap { Int($0) } ?? 1
        // What it was when the form was made: a file that was made since is somebody else's.
        let isAnew = form.text("anew") != nil
        var draft = try Self.draft(detail, revision, isAnew: isAnew)
        draft.take(form.fields)
        let action = Draft.Action(form.text("action") ?? "")
        draft.apply(action)
        let address = try request.export
        var page = ReviewPage(
            detail,
            at: address,
            revision: revision,
            draft,
            for: try request.signedIn
        )
        page.isAnew = isAnew
        page.templates = pages.templates
        page.formats = ExportPages.formats
        page.wishes.format = form.text("export_format")
        page.wishes.template = form.text("document_template")
        page.wishes.instructions = form.text("transformation_instructions") ?? ""
        page.wishes.priorityFields = form.text("priority_fields") ?? ""
        page.editingSeconds = form.text("editing_time_seconds") ?? ""
        guard action == .finish, draft.isEditable else {
            return .page(page.page(), for: request.visitor)
        }
        guard !draft.asksForKinds else {
            page.refusal = .kinds
            return .page(page.page(), for: request.visitor, status: .badRequest)
        }
        do {
            try await finish(request, detail, revision, draft, isAnew ? .anew : .review)
            return .see(address.page("", [("said", "done")]))
        } catch ExportRefusal.outdated(let progress) {
            page.refusal = .outdated(progress.paths)
        } catch ExportRefusal.complete(let progress) {
            page.refusal = .outdated(progress.paths)
        } catch let error where !(error is CancellationError) {
            // Whatever it was: what somebody has typed is not to be lost.
            let problem = Problem(error)
            if problem.status.code >= 500 { request.logger.error("\(type(of: error)): \(error)") }
            page.refusal = .other(problem.detail)
            var answer = Response.page(page.page(), for: request.visitor, status: problem.status)
            answer.headers[.retryAfter] = problem.headers[.retryAfter]
            return answer
        }
        return .page(page.page(), for: request.visitor, status: .conflict)
    }

    private func finish(
        _ request: RouteRequest,
        _ detail: WorkflowDetail,
        _ revision: Int,
        _ draft: Draft,
        _ pass: ExportWorkflows.Pass
    ) async throws {
        var json = JSONWriter()
        json.beginObject()
        json.name("revision")
        json.integer(revision)
        json.name("modified_data")
        json.raw(draft.data)
        let confirmed = draft.confirmed
        if !confirmed.isEmpty {
            json.name("reviewed_fields")
            json.beginArray()
            for pointer in confirmed { json.string(pointer) }
            json.endArray()
        }
        if let seconds = request.form.text("editing_time_seconds").flatMap({ Double($0) }),
            (0...1e12).contains(seconds)
        {
            json.name("editing_time_seconds")
            json.number(seconds)
        }
        json.preferences(of: request.form)
        json.endObject()
        let review = try ExportReview(
            JSONDocument(parsing: json.bytes),
            context: RecordContext(owner: request.principal.owner, workflowID: detail.workflowID)
        )
        _ = try await pages.exports.finish(
            review,
            detail.workflowID,
            pass,
            as: request.principal.access,
            by: request.principal.actor
        )
    }
}
