import Foundation

/// Which addresses of a provider are asked, and led to: TLS alone, but for this machine.
enum ProviderAddress {
    /// The parts of an address that may be used; nil for any other.
    static func parts(_ text: String, mayBePlain: Bool) -> URLComponents? {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
            parts.fragment == nil
        else { return nil }
        guard scheme == "https" || scheme == "http" && mayBePlain && isThisMachine(host) else {
            return nil
        }
        return parts
    }

    /// Whether an address is one of this machine without TLS.
    static func isPlain(_ text: String) -> Bool {
        text.lowercased().hasPrefix("http:")
    }

    /// Whether a host is this machine whatever a name server says.
    private static func isThisMachine(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
