import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics

/// The routes by which records are read.
struct ReadingRoutes: Sendable {
    let reader: RecordReader

    private static let readers: RouteAccess = .roles([.owner, .compliance])

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/api/v1/exports/history",
                summary: "Exports, newest first.",
                access: Self.readers,
                query: [
                    QueryParameter(
                        name: "document_id",
                        kind: .text,
                        summary: "The exports of one document."
                    ),
                    QueryParameter(
                        name: "status",
                        kind: .word(WorkflowStatus.allCases.map(\.rawValue)),
                        summary: "The exports that have come so far."
                    ),
                    .from, .to, .limit, .offset, .cursor,
                ],
                answers: [.json(.ok, "ExportHistory")],
                handle: exports
            ),
            Route(
                method: .get,
                path: "/api/v1/exports/{id}",
                summary: "One export with its stages and revisions.",
                access: Self.readers,
                answers: [.json(.ok, "Workflow")]
            ) { request in
                let id = try request.workflowID()
                let principal = request.principal
                let workflow = try await reader.workflow(
                    id,
                    as: principal.access,
                    by: principal.actor
                )
                return .json(.ok) { $0.workflow(workflow) }
            },
            Route(
                method: .get,
                path: "/api/v1/interactions",
                summary: "Interactions, newest first.",
                access: Self.readers,
                query: [
                    QueryParameter(name: "thread_id", kind: .text, summary: "One thread."),
                    QueryParameter(
                        name: "q",
                        kind: .text,
                        summary: "Words to be found in message or answer, as in a web search."
                    ),
                    .from, .to, .limit, .offset, .cursor,
                ],
                answers: [.json(.ok, "InteractionHistory")],
                handle: interactions
            ),
        ]
    }

    private func exports(_ request: RouteRequest) async throws -> Response {
        var filter = ExportFilter()
        filter.documentID = request.query.text("document_id")
        filter.status = request.query.text("status").flatMap { WorkflowStatus(rawValue: $0) }
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let page = try await reader.exports(
            as: request.principal.access,
            by: request.principal.actor,
            filter: filter,
            page: request.page { WorkflowID($0) != nil }
        )
        return .page("exports", page, request, path: "/api/v1/exports/history") { json, row in
            json.export(row)
        }
    }

    private func interactions(_ request: RouteRequest) async throws -> Response {
        var filter = InteractionFilter()
        filter.threadID = request.query.text("thread_id")
        filter.search = request.query.text("q")
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let page = try await reader.interactions(
            as: request.principal.access,
            by: request.principal.actor,
            filter: filter,
            page: request.page { _ in true }
        )
        return .page("interactions", page, request, path: "/api/v1/interactions") { json, row in
            json.interaction(row)
        }
    }
}

extension RouteRequest {
    /// The page that the query asks for; the ids of its rows have to be such ones.
    func page(where isID: (String) -> Bool) throws -> PageRequest {
        let asked = try placeOfPage()
        var page = PageRequest(limit: asked.limit, offset: asked.offset)
        if let cursor = asked.cursor {
            guard let place = PagePlace(cursor: cursor), isID(place.id) else {
                throw Problem.badParameter("cursor is none that an answer gave", "cursor")
            }
            page.after = place
        }
        return page
    }
}
