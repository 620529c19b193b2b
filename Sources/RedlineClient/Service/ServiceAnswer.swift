import NIOHTTP1

/// What a service answered to a request that it took.
public struct ServiceAnswer: Sendable {
    /// The status of the answer.
    public let status: Int
    /// The body.
    public let body: [UInt8]
    let headers: HTTPHeaders

    /// A header field's value; nil where the answer has none of that name.
    public func header(_ name: String) -> String? { headers.first(name: name) }
}
