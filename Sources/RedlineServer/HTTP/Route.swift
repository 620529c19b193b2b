import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Redline
import RedlineWeb

/// Who may use a route.
enum RouteAccess: Sendable {
    /// Anybody.
    case open
    /// Keys of these roles; `admin` always.
    case roles(Set<KeyRole>)

    /// Whether it is not for anybody.
    var needsKey: Bool {
        if case .roles = self { true } else { false }
    }

    func allows(_ role: KeyRole) -> Bool {
        switch self {
        case .open: true
        case .roles(let roles): role == .admin || roles.contains(role)
        }
    }
}

/// The shape in which a route tells what went wrong.
enum ErrorShape: Sendable {
    /// Problem details.
    case problem
    /// `{error: "..."}` with 400, as existing clients expect.
    case legacy
    /// `{error: {message, type, param, code}}`, as clients of OpenAI's protocol expect.
    case openAI
    /// A page.
    case page
    /// A google.rpc.Status in the encoding of the request, as OpenTelemetry expects.
    case telemetry
}

/// One route: how it is reached, who may use it, what it takes and what it does.
///
/// The router, the check of every request and `/openapi.json` all come from these values.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// The path, with `{name}` for its variable parts.
    let path: String
    let summary: String
    let access: RouteAccess
    var query: [QueryParameter] = []
    /// Whether the route checks the query itself (reports have parameters of their own).
    var checksQueryItself = false
    /// The values of a variable of the path, where they are few.
    var pathWords: [String: [String]] = [:]
    var body: RouteBody?
    var answers: [RouteAnswer]
    var errors: ErrorShape = .problem
    /// Whether what it asks for may be at odds with what is there, although it takes no body.
    var mayConflict = false
    /// Whether a small request takes so little of the processor that it may be served on the thread
    /// of its event loop: it is parsed and put in line, and nothing is compared.
    var isBrief = false
    /// Whether it is passed on to an upstream, and so needs no database and may have a key of its own.
    var isPassedOn = false
    /// Whether its answer takes what other services say, which may fail.
    var asksOthers = false
    let handle: @Sendable (RouteRequest) async throws -> Response

    /// Whether it is for people with a browser, who are known by a sign-in and not by a key.
    var isPage: Bool { errors == .page }
}

/// What a route takes as its body.
struct RouteBody: Sendable {
    let mediaType: String
    /// The name of the schema in `/openapi.json`.
    let schema: String
    let limit: Int
    /// Other media types that it may have, with their schemas.
    var others: [(mediaType: String, schema: String)] = []
    /// Whether it holds a single record, rather than any number.
    var isRecord = false
    /// Whether what it asks for may be at odds with what is there, although it is no record.
    var mayConflict = false

    static func record(_ schema: String) -> RouteBody {
        RouteBody(
            mediaType: "application/json",
            schema: schema,
            limit: JSONLimits.record.bytes,
            isRecord: true
        )
    }
}

/// What a route answers when all is well.
struct RouteAnswer: Sendable {
    let status: HTTPResponse.Status
    let mediaType: String
    let schema: String

    /// That what the client has is what there is; it comes without a body.
    static let notModified = RouteAnswer(status: .notModified, mediaType: "", schema: "")

    /// The schema of a deliverable.
    static let file = "DeliverableFile"

    static func json(_ status: HTTPResponse.Status, _ schema: String) -> RouteAnswer {
        RouteAnswer(status: status, mediaType: "application/json", schema: schema)
    }
}

/// A request that has passed its route's checks.
struct RouteRequest: Sendable {
    var principal: Principal
    let query: QueryValues
    /// The query as it came, for routes that check it themselves.
    let rawQuery: [(name: String, value: String)]
    let headers: HTTPFields
    let body: [UInt8]
    let path: [String: String]
    let requestID: String
    /// Who looks at a page; nil elsewhere, and for somebody who is not signed in.
    var visitor: Visitor?
    /// What a form of a page sent.
    var form = FormValues()
    /// The connection that it came on.
    let channel: any Channel
    let logger: Logger

    /// The workflow that the path names.
    func workflowID() throws -> WorkflowID {
        guard let id = path["id"].flatMap({ WorkflowID($0) }) else {
            // Not a UUID: no workflow can have it.
            throw Problem.notFound("there is no such workflow")
        }
        return id
    }

    /// The page that the query asks for.
    func placeOfPage() throws -> PagePlaceRequest {
        let cursor = query.text("cursor")
        if cursor != nil, query.whole("offset") > 0 {
            throw Problem.badParameter("cursor and offset do not go together", "offset")
        }
        return PagePlaceRequest(
            limit: query.whole("limit"),
            offset: query.whole("offset"),
            cursor: cursor
        )
    }
}

/// A page as a query asks for it.
struct PagePlaceRequest {
    let limit: Int
    let offset: Int
    let cursor: String?
}
