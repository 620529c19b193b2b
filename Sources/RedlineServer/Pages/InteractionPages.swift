import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineAnalytics
import RedlineWeb

/// The pages of interactions.
struct InteractionPages: Sendable {
    let reader: RecordReader

    private static let owner = QueryParameter(name: "owner", kind: .text, summary: "One owner.")
    private static let place = [
        QueryParameter(name: "at", kind: .time, summary: "When it happened."),
        QueryParameter(name: "id", kind: .text, summary: "Its id."),
        owner,
    ]

    var routes: [Route] {
        [
            page(
                "/interactions",
                "Interactions, newest first.",
                [
                    QueryParameter(name: "q", kind: .text, summary: "Words to be found."),
                    QueryParameter(name: "thread", kind: .text, summary: "One thread."),
                    Self.owner, .from, .to, .cursor,
                ],
                list
            ),
            page(
                "/interactions/thread",
                "A conversation.",
                [
                    QueryParameter(name: "thread", kind: .text, summary: "The thread."),
                    Self.owner, .cursor,
                ],
                thread
            ),
            page("/interactions/one", "One interaction.", Self.place) { request in
                try await ofOneOwner(request, at: "/interactions/one", one)
            },
            Route(
                method: .get,
                path: "/interactions/record",
                summary: "One interaction as it was sent.",
                access: .roles(Section.interactions.roles),
                query: Self.place,
                answers: [.json(.ok, "Interaction")],
                errors: .page
            ) { request in
                try await ofOneOwner(request, at: "/interactions/record") { entry, _ in
                    var response = Response.json(.ok) { $0.interaction(entry) }
                    response.headers[.cacheControl] = "no-store"
                    return response
                }
            },
        ]
    }

    private func page(
        _ path: String,
        _ summary: String,
        _ query: [QueryParameter],
        _ handle: @escaping @Sendable (RouteRequest) async throws -> Response
    ) -> Route {
        Route(
            method: .get,
            path: path,
            summary: summary,
            access: .roles(Section.interactions.roles),
            query: query,
            answers: [.page],
            errors: .page,
            handle: handle
        )
    }

    private func list(_ request: RouteRequest) async throws -> Response {
        var values: [String: String] = [:]
        for name in InteractionQuestion.names { values[name] = request.query.text(name) }
        let cursor = request.query.text("cursor") ?? ""
        var filter = InteractionFilter()
        filter.search = request.query.text("q")
        filter.threadID = request.query.text("thread")
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let found = try await reader.interactions(
            as: request.accessToInteractions(),
            by: request.principal.actor,
            filter: filter,
            page: request.cursorPage(of: InteractionListPage.rows)
        )
        let page = InteractionListPage(
            InteractionQuestion(values, cursor: cursor),
            found,
            showsOwners: request.principal.owner == nil
        )
        return .page(page.page(), for: request.visitor)
    }

    private func thread(_ request: RouteRequest) async throws -> Response {
        guard let threadID = request.query.text("thread") else {
            throw Problem.badParameter("thread is required", "thread")
        }
        var filter = InteractionFilter()
        filter.threadID = threadID
        let found = try await reader.interactions(
            as: request.accessToInteractions(),
            by: request.principal.actor,
            filter: filter,
            page: request.cursorPage(of: ConversationPage.turns)
        )
        guard !found.rows.isEmpty else { throw Problem.notFound(ConversationPage.unknown) }
        return conversation(request, threadID: threadID, found)
    }

    private func one(_ entry: InteractionEntry, _ request: RouteRequest) -> Response {
        conversation(request, threadID: nil, .only(entry))
    }

    private func conversation(
        _ request: RouteRequest,
        threadID: String?,
        _ found: Page<InteractionEntry>
    ) -> Response {
        let question = ConversationPage.Question(
            threadID: threadID,
            owner: request.query.text("owner") ?? "",
            cursor: threadID == nil ? "" : request.query.text("cursor") ?? ""
        )
        let page = ConversationPage(
            question,
            found,
            showsOwners: request.principal.owner == nil
        )
        return .page(page.page(), for: request.visitor)
    }

    /// Shows the interaction that the query names by its time and id, or where several owners have
    /// such a one asks whose is meant.
    private func ofOneOwner(
        _ request: RouteRequest,
        at path: String,
        _ show: (InteractionEntry, RouteRequest) -> Response
    ) async throws -> Response {
        let entries = try await found(request)
        guard entries.count > 1 else { return show(entries[0], request) }
        let question = ["at", "id"].map { ($0, request.query.text($0) ?? "") }
        let choices = entries.map { entry in
            OwnerChoicePage.Choice(
                owner: entry.owner,
                at: path,
                question
            )
        }
        return .choice(choices, in: .interactions, request)
    }

    /// The interactions that the query names by their time and id: one of each owner.
    private func found(_ request: RouteRequest) async throws -> [InteractionEntry] {
        guard let at = request.query.time("at"), let id = request.query.text("id") else {
            throw Problem.badParameter("at and id are required", "id")
        }
        // Of that very time: those are few, and the index finds them.
        var filter = InteractionFilter()
        filter.from = at
        filter.to = Timestamp(microseconds: at.microseconds + 1)
        let found = try await reader.interactions(
            as: request.accessToInteractions(),
            by: request.principal.actor,
            filter: filter,
            page: PageRequest(limit: PageRequest.limits.upperBound)
        )
        let entries = found.rows.filter { $0.interactionID == id }
        guard !entries.isEmpty else {
            throw Problem.notFound(ConversationPage.unknownInteraction)
        }
        return entries.sorted { $0.owner < $1.owner }
    }
}

extension RouteRequest {
    /// As whom interactions are read: where an owner is asked for, as that owner alone.
    fileprivate func accessToInteractions() throws -> ReadAccess {
        let name = query.text("owner")
        guard name == nil || principal.owner == nil || name.flatMap(Owner.init) == principal.owner
        else {
            throw Problem.forbidden("a key of the role owner sees its own owner's records alone")
        }
        return try access(toOwner: name)
    }
}
