import HTTPTypes
import Hummingbird
import Redline
import RedlineCapture
import RedlineStorage

/// The routes that are passed on to an upstream that speaks OpenAI's protocol.
///
/// They are these alone: with redline's own key, others could reach what belongs to the whole
/// organisation, such as files and stored answers.
struct ProxyRoutes: Sendable {
    let proxy: ChatProxy

    /// The most bytes of a request that is passed on.
    static let bodyLimit = 32 * 1024 * 1024

    var routes: [Route] {
        [
            posting("chat/completions", "Pass a chat request on, and record it.", isRecorded: true),
            posting("responses", "Pass a request for a response on."),
            posting("completions", "Pass a request for a completion on."),
            posting("embeddings", "Pass a request for embeddings on."),
            posting("moderations", "Pass a request for a moderation on."),
            reading("models", "The upstream's models."),
            reading("models/{model}", "One of the upstream's models."),
        ]
    }

    private func posting(_ path: String, _ summary: String, isRecorded: Bool = false) -> Route {
        Route(
            method: .post,
            path: "/openai/v1/\(path)",
            summary: summary,
            access: .roles([.recorder, .owner]),
            checksQueryItself: true,
            body: RouteBody(
                mediaType: "application/json",
                schema: "PassedOn",
                limit: Self.bodyLimit
            ),
            answers: [.json(.ok, "PassedOn")],
            errors: .openAI,
            isBrief: true,
            isPassedOn: true
        ) { request in
            try await pass(request, "POST", "/\(path)", isRecorded: isRecorded)
        }
    }

    private func reading(_ path: String, _ summary: String) -> Route {
        Route(
            method: .get,
            path: "/openai/v1/\(path)",
            summary: summary,
            access: .roles([.recorder, .owner]),
            checksQueryItself: true,
            answers: [.json(.ok, "PassedOn")],
            errors: .openAI,
            isPassedOn: true
        ) { request in
            let model = request.path["model"].map { "/\(Self.escaped($0))" } ?? ""
            return try await pass(request, "GET", "/models\(model)")
        }
    }

    private func pass(
        _ request: RouteRequest,
        _ method: String,
        _ path: String,
        isRecorded: Bool = false
    ) async throws -> Response {
        let call = ProxyCall(
            method: method,
            path: path + Self.query(request.rawQuery),
            headers: request.headers.map { (name: $0.name.rawName, value: $0.value) },
            body: request.body,
            authorization: request.upstreamAuthorization,
            recording: isRecorded ? try recording(request) : nil
        )
        let departure = try await request.channel.pipeline.handler(type: CallerDeparture.self).get()
        do {
            let passage = try await departure.cancelling { try await proxy.send(call) }
            return answer(passage, departure)
        } catch let fault as ProxyFault {
            throw Problem(fault)
        }
    }

    private func answer(_ passage: Passage, _ departure: CallerDeparture) -> Response {
        var headers = HTTPFields()
        for (name, value) in passage.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        let body = ResponseBody(contentLength: passage.contentLength) { writer in
            try await departure.cancelling {
                try await passage.relay { try await writer.write($0) }
            }
            try await writer.finish(nil)
            passage.end()
        }
        return Response(status: .init(code: passage.status), headers: headers, body: body)
    }

    private func recording(_ request: RouteRequest) throws -> ProxyRecording {
        let owner =
            request.principal.owner
            ?? ProxyRecording.user(of: request.body).flatMap { Owner($0) }
        guard let owner else {
            throw Problem.badParameter(
                "nobody says whose this is: use a key of the role owner, send X-User-Id, or name "
                    + "the owner in the request's member user",
                "user"
            )
        }
        let thread = request.headers[.threadID]
        if let thread, !ProxyRecording.isThread(thread) {
            throw Problem.badParameter(
                "X-Thread-Id must be 1 to 200 characters without control characters, in UTF-8",
                "X-Thread-Id"
            )
        }
        return ProxyRecording(
            owner: owner,
            threadID: thread,
            requestID: request.requestID,
            startedAt: .now
        )
    }

    private static func query(_ pairs: [(name: String, value: String)]) -> String {
        guard !pairs.isEmpty else { return "" }
        return "?" + pairs.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
    }

    /// Percent-encodes all but unreserved characters (RFC 3986).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII && scalar.properties.isAlphabetic || (0x30...0x39).contains(byte)
                || "-._~".unicodeScalars.contains(scalar)
            if isPlain {
                escaped.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

extension RouteRequest {
    /// What the caller would have the upstream see in `Authorization`: its own header field for that,
    /// or a key that is not redline's.
    fileprivate var upstreamAuthorization: String? {
        if let key = headers[.upstreamKey] { return "Bearer \(key)" }
        guard let authorization = headers[.authorization],
            !Authenticator.isOurs(authorization)
        else { return nil }
        return authorization
    }
}

extension Problem {
    fileprivate init(_ fault: ProxyFault) {
        switch fault {
        case .notConfigured:
            self = .notFound("there is no upstream: set REDLINE_UPSTREAM_URL for redline serve")
        case .busy:
            self.init(
                status: .tooManyRequests,
                code: "too_many_requests",
                title: "Too many requests are under way",
                detail: "too many requests are on their way to the upstream; try again soon"
            )
            headers[.retryAfter] = "1"
        case .timedOut:
            self.init(
                status: .gatewayTimeout,
                code: "upstream_timed_out",
                title: "The upstream takes too long",
                detail: "the upstream did not answer in time"
            )
        case .cut:
            // Nobody reads it; the log and the metrics tell it from what the upstream does.
            self.init(
                status: .init(code: 499, reasonPhrase: "Client Closed Request"),
                code: "caller_gone",
                title: "The caller has gone",
                detail: "the caller went away before there was an answer"
            )
        case .unreachable:
            self.init(
                status: .badGateway,
                code: "upstream_unreachable",
                title: "The upstream does not answer",
                detail: "the upstream cannot be reached, or broke off before it answered"
            )
        }
    }
}

extension HTTPField.Name {
    /// The conversation that a request belongs to.
    static let threadID = HTTPField.Name("X-Thread-Id") ?? .from
    /// The caller's key for the upstream.
    static let upstreamKey = HTTPField.Name("X-Upstream-Key") ?? .from
    /// By what a request that was passed on is found in redline's log.
    static let ownRequestID = HTTPField.Name("X-Redline-Request-Id") ?? .from
}
