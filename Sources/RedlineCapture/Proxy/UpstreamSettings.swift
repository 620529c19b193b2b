import Foundation

/// Where the proxy passes requests on to, and what that may take.
public struct UpstreamSettings: Sendable {
    /// The address, without a slash at its end; nil where there is no upstream.
    var url: String?
    /// What goes into `Authorization`; nil where each caller brings its own.
    var key: String?
    /// How long an upstream may send nothing (`REDLINE_UPSTREAM_TIMEOUT`).
    var timeout = Duration.seconds(600)
    /// How many requests are under way at once (`REDLINE_UPSTREAM_CONCURRENCY`).
    var concurrency = 256
    /// How long a turn waits for the results of its tool calls (`REDLINE_TURN_SETTLING`).
    public var settling = Duration.seconds(600)

    /// No upstream.
    public init() {}

    /// Reads the variables; an empty one is as one that is not there.
    ///
    /// - Throws: `UpstreamSettingsFault` with the variable that is wrong.
    public init(environment: [String: String]) throws(UpstreamSettingsFault) {
        let settings = environment.filter { !$0.value.isEmpty }
        if let text = settings["REDLINE_UPSTREAM_URL"] {
            let mayBePlain = settings["REDLINE_UPSTREAM_INSECURE"] == "on"
            url = try Self.address(text, mayBePlain: mayBePlain)
        }
        if let key = settings["REDLINE_UPSTREAM_KEY"] {
            guard url != nil else {
                throw UpstreamSettingsFault("REDLINE_UPSTREAM_KEY", "needs REDLINE_UPSTREAM_URL")
            }
            guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw UpstreamSettingsFault(
                    "REDLINE_UPSTREAM_KEY",
                    "has to be visible ASCII without white space"
                )
            }
            self.key = key
        }
        timeout = .seconds(try Self.whole("REDLINE_UPSTREAM_TIMEOUT", 1...3_600, settings) ?? 600)
        concurrency = try Self.whole("REDLINE_UPSTREAM_CONCURRENCY", 1...1_024, settings) ?? 256
        settling = .seconds(try Self.whole("REDLINE_TURN_SETTLING", 1...86_400, settings) ?? 600)
    }

    private static func address(
        _ text: String,
        mayBePlain: Bool
    ) throws(UpstreamSettingsFault) -> String {
        let name = "REDLINE_UPSTREAM_URL"
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty
        else {
            throw UpstreamSettingsFault(
                name,
                "has to be an address such as https://api.openai.com/v1"
            )
        }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else {
            throw UpstreamSettingsFault(
                name,
                "must have no name and password, ? or #: the key is REDLINE_UPSTREAM_KEY"
            )
        }
        guard scheme == "https" || mayBePlain || isThisMachine(host) else {
            throw UpstreamSettingsFault(
                name,
                "has to be https, since messages and keys go there; REDLINE_UPSTREAM_INSECURE=on "
                    + "allows http beyond this machine"
            )
        }
        var address = text
        while address.hasSuffix("/") { address.removeLast() }
        return address
    }

    private static func isThisMachine(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func whole(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ settings: [String: String]
    ) throws(UpstreamSettingsFault) -> Int? {
        guard let text = settings[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw UpstreamSettingsFault(
                name,
                "has to be a whole number, \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }
}

extension UpstreamSettings: CustomStringConvertible, CustomReflectable {
    /// Nothing of the address or the key.
    public var description: String { "settings of an upstream" }

    /// The same, for whoever dumps it.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A setting of the upstream that is not as it has to be.
public struct UpstreamSettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The environment variable.
    public let variable: String
    /// What it has to be; never what it is, which may be a key.
    public let rule: String

    init(_ variable: String, _ rule: String) {
        self.variable = variable
        self.rule = rule
    }

    /// Both in a sentence.
    public var description: String { "\(variable) \(rule)" }
}
