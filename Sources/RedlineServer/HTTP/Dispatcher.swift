import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Redline
import RedlineGzip
import RedlineStorage
import RedlineTelemetry

/// Puts routes into the router: who asks, may they, is the request well formed, then the route.
struct Dispatcher: Sendable {
    let authenticator: Authenticator
    let presence: DatabasePresence
    let metrics: RequestMetrics
    let clientTimeout: Int
    let isSecure: Bool
    private let budget = MemoryBudget()

    init(
        _ authenticator: Authenticator,
        presence: DatabasePresence,
        metrics: RequestMetrics,
        clientTimeout: Int,
        isSecure: Bool
    ) {
        self.authenticator = authenticator
        self.presence = presence
        self.metrics = metrics
        self.clientTimeout = clientTimeout
        self.isSecure = isSecure
    }

    func add(_ routes: [Route], to router: Router<RedlineRequestContext>) {
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                guard Self.isSmall(request, route) else {
                    // Not on the event loop's thread, where others would wait for it.
                    return await withTaskExecutorPreference(globalConcurrentExecutor) {
                        await respond(request, context, route)
                    }
                }
                return await respond(request, context, route)
            }
        }
    }

    /// Whether a request may be served on its event loop's thread.
    private static func isSmall(_ request: Request, _ route: Route) -> Bool {
        guard route.isBrief, request.headers[.contentEncoding] == nil,
            let length = request.headers[.contentLength].flatMap({ Int($0) })
        else { return false }
        return length <= smallBody
    }

    /// The bytes that are parsed and validated in well under a millisecond.
    private static let smallBody = 32 * 1024

    private func respond(
        _ request: Request,
        _ context: RedlineRequestContext,
        _ route: Route
    ) async -> Response {
        let logger = context.logger
        let started = ContinuousClock.now
        context.notes.route = route.path
        context.notes.isPassedOn = route.isPassedOn
        metrics.begin()
        var response: Response
        do {
            response = try await budget.withAccount { account in
                try await answer(request, context, route, account, logger)
            }
        } catch {
            let problem = Problem(error)
            if problem.status.code >= 500 { logger.error("\(Self.cause(error))") }
            response =
                route.isPage
                ? problem.page(for: request, context)
                : problem.response(
                    requestID: context.requestID,
                    shape: route.errors,
                    contentType: request.headers[.contentType]
                )
            if problem.status == .requestTimeout { cutOff(context.channel) }
        }
        if let cookie = context.notes.cookie { response.headers[values: .setCookie] += [cookie] }
        let elapsed = ContinuousClock.now - started
        metrics.end(
            "\(route.method)",
            route.path,
            status: response.status.code,
            seconds: elapsed / .seconds(1)
        )
        return response
    }

    /// What the log is told of a failure; errors of the database hide what may be content.
    private static func cause(_ error: any Error) -> String {
        "\(type(of: error)): \(error)"
    }

    private func answer(
        _ request: Request,
        _ context: RedlineRequestContext,
        _ route: Route,
        _ account: MemoryBudget.Account,
        _ logger: Logger
    ) async throws -> Response {
        let principal: Principal
        var signIn: SignInToken?
        switch route.access {
        case .open: principal = Principal(role: .recorder, owner: nil, actor: .service)
        case .roles:
            if route.isPage {
                let visit = try await authenticator.visit(
                    of: request,
                    from: context.address,
                    isSecure: isSecure,
                    notes: context.notes
                )
                principal = visit.principal
                signIn = visit.token
                if visit.isNew {
                    context.notes.cookie = visit.token.cookie(isSecure: isSecure)
                }
            } else {
                principal = try await authenticator.principal(
                    of: request,
                    from: context.address,
                    mayBringOthersKey: route.isPassedOn,
                    notes: context.notes,
                    logger: logger
                )
            }
            guard route.access.allows(principal.role) else {
                throw Problem.forbidden(
                    "a key of the role \(principal.role.rawValue) may not do this"
                )
            }
        }
        // What takes a body records, and records can wait; what reads cannot.
        if route.access.needsKey, route.body == nil || route.isPage, !route.isPassedOn,
            let obstacle = presence.obstacle
        {
            throw Problem.busy(obstacle)
        }
        let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        let values = try QueryValues(
            route.checksQueryItself ? [] : query,
            route.checksQueryItself ? [] : route.query
        )
        var path: [String: String] = [:]
        for (name, value) in context.parameters {
            // What is not UTF-8 names nothing, rather than what its escapes spell.
            path[String(name)] = value.removingPercentEncoding ?? ""
        }
        var checked = RouteRequest(
            principal: principal,
            query: values,
            rawQuery: query,
            headers: request.headers,
            body: try await body(of: request, route, account),
            path: path,
            requestID: context.requestID,
            channel: context.channel,
            logger: logger
        )
        if route.isPage {
            try checked.takePage(signIn, route)
            context.notes.visitor = checked.visitor
        }
        return try await route.handle(checked)
    }

    /// Gives the client time to read its answer, and then ends a connection on which the rest of a
    /// body may still trickle in.
    private func cutOff(_ channel: any Channel) {
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    private func body(
        of request: Request,
        _ route: Route,
        _ account: MemoryBudget.Account
    ) async throws -> [UInt8] {
        guard let expected = route.body else { return [] }
        let limit = expected.limit
        if let text = request.headers[.contentLength], let length = Int(text), length > limit {
            throw Problem.tooLarge(limit: limit)
        }
        let bytes: [UInt8]
        do {
            bytes = try await Self.collect(request.body, limit, account)
        } catch is SlowBody {
            throw Problem.slowBody(seconds: clientTimeout)
        }
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "", "identity": return bytes
        case "gzip":
            let unpacked = try Gzip.inflate(bytes, limit: limit)
            try account.take(unpacked.count)
            return unpacked
        default:
            throw Problem(
                status: .unsupportedMediaType,
                code: "unsupported_encoding",
                title: "An encoding that is not known",
                detail: "send the body as it is, or as gzip"
            )
        }
    }
}

extension Dispatcher {
    private static func collect(
        _ body: RequestBody,
        _ limit: Int,
        _ account: MemoryBudget.Account
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in body {
            guard bytes.count + part.readableBytes <= limit else {
                throw Problem.tooLarge(limit: limit)
            }
            try account.take(part.readableBytes)
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}

extension Problem {
    func response(
        requestID: String,
        shape: ErrorShape,
        contentType: String? = nil
    ) -> Response {
        var headers = self.headers
        switch shape {
        case .problem:
            headers[.contentType] = Self.mediaType
            return Response(
                status: status,
                headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: body(requestID: requestID)))
            )
        case .page: return page(for: nil, requestID: requestID)
        case .openAI:
            headers[.contentType] = "application/json"
            return Response(
                status: status,
                headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: openAIBody()))
            )
        case .telemetry:
            return telemetryResponse(TelemetryEncoding(contentType: contentType) ?? .json)
        case .legacy:
            var writer = JSONWriter()
            writer.beginObject()
            writer.name("error")
            writer.string(detail)
            writer.endObject()
            headers[.contentType] = "application/json"
            // Existing clients know 400; what a retry may mend keeps its own status.
            let isTheirs = [400, 404, 409, 413, 415].contains(status.code)
            return Response(
                status: isTheirs ? .badRequest : status,
                headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: writer.bytes))
            )
        }
    }
}

extension Response {
    /// An answer in JSON.
    static func json(
        _ status: HTTPResponse.Status,
        headers: HTTPFields = [:],
        _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter()
        try write(&writer)
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: writer.bytes))
        )
    }
}
