import Foundation
import Redline

/// The address of a tool, with places for arguments in its path and its query.
///
/// Arguments can never change the host, the port, or how deep the path is.
struct ToolAddress: Sendable {
    /// A piece of the address behind the host.
    enum Piece: Sendable, Equatable {
        /// Text that is there as it is.
        case text(String)
        /// The place of the argument of that name.
        case argument(String, isInPath: Bool)
    }

    /// `http` or `https`.
    let scheme: String
    /// The host in lower case, without the brackets of IPv6.
    let host: String
    /// Scheme, host and port, as they stand before the path.
    let origin: String
    let pieces: [Piece]

    /// The arguments that have places, in order.
    var arguments: [String] {
        pieces.compactMap { if case .argument(let name, _) = $0 { name } else { nil } }
    }

    /// Reads an address such as `https://example.com/orders/{order_id}?lang={lang}`; nil with the rule
    /// where it is none.
    static func reading(_ text: String) -> Result<ToolAddress, AddressFault> {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy(isPlain) else {
            return .failure("has to be at most 2000 characters of a URL, escaped where need be")
        }
        guard let match = text.wholeMatch(of: /(?i)(https?):\/\/([^\/?#]*)([^#]*)/) else {
            return .failure("has to be an address such as https://example.com/orders/{order_id}")
        }
        let scheme = match.1.lowercased()
        let authority = match.2.lowercased()
        guard
            let parts = authority.wholeMatch(
                of: /(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)(:([0-9]{1,5}))?/
            ),
            parts.4.map({ Int($0).map { (1...65_535).contains($0) } ?? false }) ?? true
        else {
            return .failure(
                "has to have a host of letters, digits, dots and hyphens, no name and "
                    + "password, and no placeholder before the path"
            )
        }
        let rest = match.3.isEmpty || match.3.hasPrefix("?") ? "/" + match.3 : String(match.3)
        guard let pieces = pieces(of: rest) else {
            return .failure("has braces that are no placeholder such as {order_id}")
        }
        let sample = pieces.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
        let host = parts.1.trimmingCharacters(in: ["[", "]"])
        let origin = "\(scheme)://\(authority)"
        // Whoever opens the connection has to see the host that is checked.
        guard let url = URLComponents(string: origin + sample),
            url.host?.trimmingCharacters(in: ["[", "]"]) == host, url.user == nil,
            url.percentEncodedPath.split(separator: "/").allSatisfy({ ![".", ".."].contains($0) })
        else { return .failure("is not an address") }
        return .success(
            ToolAddress(scheme: scheme, host: host, origin: origin, pieces: pieces)
        )
    }

    /// The text between placeholders and the placeholders; nil where braces do not pair.
    private static func pieces(of text: String) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = Substring(text)
        var isInPath = true
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let before = rest[..<brace]
            if before.contains("?") { isInPath = false }
            if !before.isEmpty { pieces.append(.text(String(before))) }
            guard let match = rest[brace...].prefixMatch(of: /\{([A-Za-z0-9_-]{1,64})\}/) else {
                return nil
            }
            pieces.append(.argument(String(match.1), isInPath: isInPath))
            rest = rest[match.range.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// Printable ASCII without what some readers of addresses take for something else.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"\\\"<>^`|".utf8.contains(byte)
    }
}

/// Why a text is no address of a tool.
struct AddressFault: Error, ExpressibleByStringInterpolation {
    let rule: String
    init(stringLiteral rule: String) { self.rule = rule }
}

extension Result where Failure == AddressFault {
    fileprivate static func failure(_ rule: String) -> Self {
        .failure(AddressFault(stringLiteral: rule))
    }
}
