/// A request, as it goes over the wire.
struct HTTPRequest: Sendable {
    var method = "GET"
    var path: String
    var headers: [String: String] = [:]
    var body: [UInt8]?

    var bytes: [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }
}
