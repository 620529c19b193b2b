import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics
import RedlineStorage

/// The routes that existing clients call.
///
/// Their errors are `{error: "..."}` with 400.
struct LegacyRoutes: Sendable {
    let recording: RecordingRoutes
    let reader: RecordReader

    /// The query of the history.
    static let historyQuery = [
        QueryParameter(name: "thread_id", kind: .text, summary: "One thread."), .limit, .offset,
    ]

    var routes: [Route] {
        [
            Route(
                method: .post,
                path: "/api/save_interaction",
                summary: "Record one interaction, as existing clients do.",
                access: .roles([.recorder, .owner]),
                body: .record("Interaction"),
                answers: [.json(.ok, "SavedInteraction")],
                errors: .legacy,
                handle: save
            ),
            Route(
                method: .get,
                path: "/api/get_interaction_history",
                summary: "Interactions of one user, newest first, as existing clients read them.",
                access: .roles([.owner]),
                query: Self.historyQuery,
                answers: [.json(.ok, "LegacyHistory")],
                errors: .legacy,
                handle: history
            ),
        ]
    }

    func save(_ request: RouteRequest) async throws -> Response {
        let context = RecordContext(owner: request.principal.owner, isInteraction: true)
        let prepared = try await recording.prepare(request, context)
        let outcome = try await recording.record(prepared, request)
        let (receipt, isWaiting) = try RecordAnswer.receipt(of: outcome)
        guard let owner = receipt.owner else { throw Problem.internal }
        // While the database is away nobody can count.
        let total =
            isWaiting ? nil : try await reader.interactionCount(of: owner, threadID: nil)
        return .json(.ok) { json in
            json.beginObject()
            json.name("status")
            json.string("success")
            json.name("message")
            json.string("Interaction saved")
            json.name("interaction_id")
            json.string(receipt.id)
            json.name("timestamp")
            json.string("\(receipt.occurredAt)")
            json.name("total_interactions")
            if let total { json.integer(total) } else { json.null() }
            json.name("user_id")
            json.string(owner.name)
            json.name("storage_location")
            json.string(isWaiting ? "spool" : "postgresql:redline.interaction")
            json.endObject()
        }
    }

    func history(_ request: RouteRequest) async throws -> Response {
        guard let owner = request.principal.owner else {
            throw Problem.badParameter("X-User-Id is required", "X-User-Id")
        }
        var filter = InteractionFilter()
        filter.threadID = request.query.text("thread_id")
        let limit = request.query.whole("limit")
        let offset = request.query.whole("offset")
        let page = try await reader.interactions(
            as: .owner(owner),
            by: request.principal.actor,
            filter: filter,
            page: PageRequest(limit: limit, offset: offset)
        )
        let total = try await reader.interactionCount(of: owner, threadID: filter.threadID)
        return .json(.ok) { json in
            json.beginObject()
            json.name("status")
            json.string("success")
            json.name("interactions")
            json.beginArray()
            for row in page.rows { json.interaction(row, isLegacy: true) }
            json.endArray()
            json.name("total_count")
            json.integer(total)
            json.name("returned_count")
            json.integer(page.rows.count)
            json.name("offset")
            json.integer(offset)
            json.name("limit")
            json.integer(limit)
            json.name("user_id")
            json.string(owner.name)
            json.name("thread_id")
            json.optional(filter.threadID)
            json.endObject()
        }
    }
}
