import Foundation

/// A chat endpoint that speaks OpenAI's protocol.
public struct ChatEndpoint: Sendable {
    /// The address that requests go to, with `/chat/completions` at its end.
    ///
    /// It may hold a key in its query, and so never belongs in a log.
    let url: String
    /// The model that is asked for.
    public let model: String
    /// What goes into `Authorization`; nil where the endpoint wants none.
    let key: String?

    /// Takes an endpoint's address, such as `https://api.openai.com/v1`, its model and its key.
    ///
    /// Plain HTTP is only taken to this machine, unless `mayBePlain` says otherwise.
    ///
    /// - Throws: `SettingsFault` with the variable that is wrong.
    public init(
        url: String,
        model: String,
        key: String?,
        mayBePlain: Bool = false
    ) throws(SettingsFault) {
        guard var parts = URLComponents(string: url),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty
        else {
            throw SettingsFault(
                "REDLINE_AI_URL",
                "has to be an address such as https://api.openai.com/v1"
            )
        }
        guard parts.user == nil, parts.password == nil, parts.fragment == nil else {
            throw SettingsFault(
                "REDLINE_AI_URL",
                "must have neither a name and password nor a #: the key is REDLINE_AI_KEY"
            )
        }
        guard scheme == "https" || mayBePlain || Self.isThisMachine(host) else {
            throw SettingsFault(
                "REDLINE_AI_URL",
                "has to be https, since documents and the key go there; REDLINE_AI_INSECURE=on "
                    + "allows http beyond this machine"
            )
        }
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        if !path.hasSuffix("/chat/completions") { path += "/chat/completions" }
        parts.percentEncodedPath = path
        guard let address = parts.string else {
            throw SettingsFault("REDLINE_AI_URL", "is not an address")
        }
        self.url = address
        guard model.unicodeScalars.count <= 200, model.unicodeScalars.allSatisfy(Self.isVisible)
        else {
            throw SettingsFault("REDLINE_AI_MODEL", "has to be at most 200 visible characters")
        }
        self.model = model
        guard key?.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) != false else {
            throw SettingsFault("REDLINE_AI_KEY", "has to be visible ASCII without white space")
        }
        self.key = key
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .control && !scalar.properties.isWhitespace
    }

    /// Whether a host is this machine whatever a name server says.
    private static func isThisMachine(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension ChatEndpoint: CustomStringConvertible, CustomReflectable {
    /// The model; neither the address nor the key.
    public var description: String { "an endpoint with the model \(model)" }

    /// The same, for whoever dumps it.
    public var customMirror: Mirror { Mirror(self, children: ["model": model]) }
}
