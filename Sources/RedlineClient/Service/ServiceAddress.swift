import Foundation

/// Where a redline service is, and the key that opens it.
public struct ServiceAddress: Sendable {
    /// The address, without a slash at its end.
    public let url: String
    /// The key; none for a service that trusts its network.
    let key: String?

    /// Takes an address such as `https://redline.example.com`; nil where it is none.
    public init?(_ url: String, key: String?) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            ["http", "https"].contains(parts.scheme ?? ""), parts.user == nil,
            parts.query == nil, parts.fragment == nil
        else { return nil }
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        self.url = url
        self.key = key
    }
}

extension ServiceAddress: CustomStringConvertible {
    /// The address alone: the key is not for logs.
    public var description: String { url }
}
