import HTTPTypes

/// The headers of requests and of answers.
enum OpenAPIHeaders {
    /// By name, as components that operations refer to.
    static let requests = """
        {"X-User-Id":{"name":"X-User-Id","in":"header","description":"The owner for whom the request \
        speaks.","schema":{"$ref":"#/components/schemas/Owner"}},\
        "X-Thread-Id":{"name":"X-Thread-Id","in":"header","description":"The conversation that the \
        request belongs to.","schema":{"type":"string","minLength":1,"maxLength":200}},\
        "X-Upstream-Key":{"name":"X-Upstream-Key","in":"header","description":"The caller's key for \
        the upstream, where redline has none.","schema":{"type":"string"}},\
        "Idempotency-Key":{"name":"Idempotency-Key","in":"header","description":"The same with each \
        try at a record.","schema":{"type":"string","minLength":1,"maxLength":255}},\
        "If-Match":{"name":"If-Match","in":"header","description":"The ETags of the versions that may \
        be replaced, or * for any.","schema":{"type":"string","examples":["*"]}},\
        "If-None-Match":{"name":"If-None-Match","in":"header","description":"The ETag of the file \
        that the client has.","schema":{"type":"string"}},\
        "Prefer":{"name":"Prefer","in":"header","description":"A record with respond-async is answered \
        without waiting for the database; with wait=SECONDS, 60 at most, a report waits so long for \
        what has just been recorded, and an erasure for its end.","schema":{"type":"string","examples":["respond-async"]}}}
        """

    /// By name, as components that answers refer to.
    static let answers = """
        {"X-Request-Id":{"description":"By what the request is found in the log.","required":true,\
        "schema":{"type":"string","pattern":"^[0-9a-f]{32}$"}},\
        "Retry-After":{"description":"The seconds to wait.","required":true,\
        "schema":{"type":"integer","minimum":1}},\
        "WWW-Authenticate":{"description":"How to say who asks.","required":true,\
        "schema":{"const":"Bearer"}},\
        "ETag":{"description":"By what the version is known.","required":true,\
        "schema":{"type":"string","pattern":"^\\\"([0-9]+-[0-9a-f]{32}|sha256:[0-9a-f]{64})\\\"$"}},\
        "Content-Disposition":{"description":"The name of the file.","required":true,\
        "schema":{"type":"string"}},\
        "X-Export-Workflow-Id":{"description":"The workflow that the file is of.","required":true,\
        "schema":{"type":"string","format":"uuid"}},\
        "X-Export-Revision":{"description":"The revision that the file is of.","required":true,\
        "schema":{"type":"integer","minimum":1}},\
        "Link":{"description":"The address of the next page, where there is one.",\
        "schema":{"type":"string"}}}
        """

    private static let fileHeaders = [
        "ETag", "Content-Disposition", "X-Export-Workflow-Id", "X-Export-Revision",
    ]

    /// The headers of an answer.
    static func names(on route: Route, _ status: HTTPResponse.Status) -> [String] {
        // An upstream's answer has the upstream's.
        var names = route.isPassedOn && status == .ok ? [] : ["X-Request-Id"]
        switch status {
        case .ok where route.query.contains { $0.name == "cursor" }: names.append("Link")
        case .ok where route.givesFiles: names += fileHeaders
        case .notModified: names.append("ETag")
        case .ok, .created:
            if route.hasVersions { names.append("ETag") }
        case .unauthorized: names.append("WWW-Authenticate")
        case .tooManyRequests: names.append("Retry-After")
        case .serviceUnavailable where !route.answers.contains { $0.status == status }:
            names.append("Retry-After")
        default: break
        }
        return names
    }
}
