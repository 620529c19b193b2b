import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineTools

/// The route by which existing clients have an action done: one of the registered tools, or one that
/// is built in.
struct RouterRoute: Sendable {
    let assistant: Assistant
    let legacy: LegacyRoutes

    var route: Route {
        Route(
            method: .post,
            path: "/api/proxy_router",
            summary: "Pass an action to its registered tool, or do a built-in one.",
            access: .roles([.recorder, .owner]),
            // One of the actions records what it is given.
            body: .record("RouterAction"),
            answers: [.json(.ok, "RouterAnswer")],
            errors: .legacy,
            asksOthers: true,
            handle: route
        )
    }

    private func route(_ request: RouteRequest) async throws -> Response {
        let root = try JSONDocument(parsing: request.body).root
        guard root.kind == .object, let action = root["action"]?.string, !action.isEmpty else {
            throw Problem.badParameter("action is required: the name of an action", "action")
        }
        let params = root["params"].flatMap { $0.kind == .null ? nil : $0 }
        guard params.map({ $0.kind == .object }) ?? true else {
            throw Problem.badParameter("params must be an object", "params")
        }
        let text = params?.text ?? "{}"
        switch action {
        case "save_interaction": return try await legacy.save(request.with(body: text))
        case "get_interaction_history": return try await history(request, params)
        default: return try await tool(action, text, try owner(request, root["user_id"]), request)
        }
    }

    private func history(_ request: RouteRequest, _ params: JSONView?) async throws -> Response {
        guard RouteAccess.roles([.owner]).allows(request.principal.role) else {
            throw Problem.forbidden(
                "a key of the role \(request.principal.role.rawValue) may not read a history"
            )
        }
        if let obstacle = assistant.obstacle { throw Problem.busy(obstacle) }
        var pairs: [(name: String, value: String)] = []
        for (name, value) in params?.members ?? [] where name != "user_id" {
            guard value.kind == .string || value.kind == .number else {
                throw Problem.badParameter("\(name) must be a text or a number", name)
            }
            pairs.append((name, value.string ?? value.text))
        }
        let query = try QueryValues(pairs, LegacyRoutes.historyQuery)
        let owner = try owner(request, params?["user_id"])
        return try await legacy.history(request.with(query: query, owner: owner))
    }

    /// For whom the action is done: the owner of the key, or the one that `X-User-Id` or the body names.
    private func owner(_ request: RouteRequest, _ named: JSONView?) throws -> Owner? {
        guard let named else { return request.principal.owner }
        guard let owner = named.string.flatMap({ Owner($0) }) else {
            throw Problem.badParameter("user_id must be \(Owner.rule)", "user_id")
        }
        if let mine = request.principal.owner, mine != owner {
            throw Problem.badParameter("user_id is not the owner for whom this is asked", "user_id")
        }
        return owner
    }

    private func tool(
        _ name: String,
        _ arguments: String,
        _ owner: Owner?,
        _ request: RouteRequest
    ) async throws -> Response {
        guard assistant.toolNames.contains(name) else {
            let builtIn = ToolRegistry.builtIn.joined(separator: ", ")
            throw Problem.badParameter(
                "\(assistant.unknown(name)); built in are \(builtIn)",
                "action"
            )
        }
        let start = ContinuousClock.now
        let departure = try await request.channel.pipeline.handler(type: CallerDeparture.self).get()
        do {
            let result = try await departure.cancelling {
                try await assistant.route(name, arguments, for: owner)
            }
            let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
            return .json(.ok) { json in
                json.beginObject()
                json.name("status")
                json.string("success")
                json.name("action")
                json.string(name)
                json.name("result")
                if (try? JSONDocument(parsing: result)) != nil {
                    json.raw(result)
                } else {
                    json.string(result)
                }
                json.name("duration_ms")
                json.number((elapsed * 1_000).rounded() / 1_000)
                json.endObject()
            }
        } catch let failure as ToolFailure {
            // It may repeat what the tool said, so that it is answered and never logged.
            return .legacyError(failure.isOfArguments ? .badRequest : .badGateway, failure.reason)
        } catch is AssistantFault {
            throw Problem.busy("too many actions are being done; try again soon")
        }
    }
}

extension RouteRequest {
    /// The same request with another body.
    fileprivate func with(body: String) -> RouteRequest {
        with(query: query, owner: principal.owner, body: Array(body.utf8))
    }

    /// The same request with another query, for that owner.
    fileprivate func with(
        query: QueryValues,
        owner: Owner?,
        body: [UInt8] = []
    ) -> RouteRequest {
        RouteRequest(
            principal: Principal(role: principal.role, owner: owner, actor: principal.actor),
            query: query,
            rawQuery: rawQuery,
            headers: headers,
            body: body,
            path: path,
            requestID: requestID,
            channel: channel,
            logger: logger
        )
    }
}
