import HTTPTypes

/// The headers of requests and of answers.
enum OpenAPIHeaders {
    /// By name, as components that operations refer to.
    static let requests = """
        {"X-User-Id":{"name":"X-User-Id","in":"header","description":"The owner for whom the request \
        speaks.","schema":{"$ref":"#/components/schemas/Owner"}},\
        "Idempotency-Key":{"name":"Idempotency-Key","in":"header","description":"The same with each \
        try at a record.","schema":{"type":"string","minLength":1,"maxLength":255}},\
        "Prefer":{"name":"Prefer","in":"header","description":"With respond-async the answer does not \
        wait for the database.","schema":{"type":"string","examples":["respond-async"]}}}
        """

    /// By name, as components that answers refer to.
    static let answers = """
        {"X-Request-Id":{"description":"By what the request is found in the log.","required":true,\
        "schema":{"type":"string","pattern":"^[0-9a-f]{32}$"}},\
        "Retry-After":{"description":"The seconds to wait.","required":true,\
        "schema":{"type":"integer","minimum":1}},\
        "WWW-Authenticate":{"description":"How to say who asks.","required":true,\
        "schema":{"const":"Bearer"}},\
        "Link":{"description":"The address of the next page, where there is one.",\
        "schema":{"type":"string"}}}
        """

    /// The headers of an answer.
    static func names(on route: Route, _ status: HTTPResponse.Status) -> [String] {
        var names = ["X-Request-Id"]
        switch status {
        case .ok where route.query.contains { $0.name == "cursor" }: names.append("Link")
        case .unauthorized: names.append("WWW-Authenticate")
        case .tooManyRequests: names.append("Retry-After")
        case .serviceUnavailable where !route.answers.contains { $0.status == status }:
            names.append("Retry-After")
        default: break
        }
        return names
    }
}
