import NIOHTTP1

/// Which header fields go through the proxy.
enum PassingHeaders {
    /// Fields that concern one connection (RFC 9110, 7.6.1), and the framing of the body.
    private static let ofConnection: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// Fields of requests that are redline's own, or that are written anew.
    private static let ofRequest: Set<String> = [
        "host", "content-length", "content-encoding", "accept-encoding", "authorization", "cookie",
        "expect", "x-user-id", "x-thread-id", "x-upstream-key", "forwarded", "x-forwarded-for",
        "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
    ]

    static func request(_ fields: [(name: String, value: String)]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        let named = named(fields)
        for (name, value) in fields {
            let lower = name.lowercased()
            guard !ofConnection.contains(lower), !ofRequest.contains(lower), !named.contains(lower)
            else { continue }
            headers.add(name: name, value: value)
        }
        // What is passed on unchanged has to be readable on the way.
        headers.add(name: "accept-encoding", value: "identity")
        return headers
    }

    static func answer(_ headers: HTTPHeaders) -> [(name: String, value: String)] {
        let fields = headers.map { (name: $0.name, value: $0.value) }
        let named = named(fields)
        return fields.filter { field in
            let lower = field.name.lowercased()
            return !ofConnection.contains(lower) && !named.contains(lower)
                && lower != "content-length"
        }
    }

    /// The fields that `Connection` names.
    private static func named(_ fields: [(name: String, value: String)]) -> Set<String> {
        Set(
            fields.filter { $0.name.lowercased() == "connection" }.flatMap { field in
                field.value.split(separator: ",").map {
                    String($0.drop { $0 == " " }.prefix { $0 != " " }).lowercased()
                }
            }
        )
    }
}
