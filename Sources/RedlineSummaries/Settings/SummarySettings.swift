/// How summaries are made, as the environment says.
public struct SummarySettings: Sendable {
    /// The endpoint of the AI; nil where none is configured.
    public var endpoint: ChatEndpoint?
    /// Whether a model is given what owners corrected before (`REDLINE_AI_LEARN`).
    public var learns = false
    /// What asking it may take.
    public var limits = SummaryLimits()

    /// No endpoint: the built-in summariser answers.
    public init() {}

    /// Reads the variables `REDLINE_AI_*`; an empty one is as one that is not there.
    ///
    /// - Throws: `SettingsFault` with the variable that is wrong.
    public init(environment: [String: String]) throws(SettingsFault) {
        let settings = environment.filter { !$0.value.isEmpty }
        learns = try Self.switched("REDLINE_AI_LEARN", settings)
        let seconds = try Self.whole("REDLINE_AI_TIMEOUT", in: 1...600, settings) ?? 60
        limits.total = .seconds(seconds)
        // Half of it, so that one request that hangs leaves time for another.
        limits.attempt = limits.total / 2
        limits.attempts = try Self.whole("REDLINE_AI_ATTEMPTS", in: 1...10, settings) ?? 4
        limits.concurrency = try Self.whole("REDLINE_AI_CONCURRENCY", in: 1...64, settings) ?? 4
        let mayBePlain = try Self.switched("REDLINE_AI_INSECURE", settings)
        guard let url = settings["REDLINE_AI_URL"] else {
            for name in ["REDLINE_AI_KEY", "REDLINE_AI_MODEL"] where settings[name] != nil {
                throw SettingsFault(name, "needs REDLINE_AI_URL, the address of the AI")
            }
            return
        }
        guard let model = settings["REDLINE_AI_MODEL"] else {
            throw SettingsFault("REDLINE_AI_MODEL", "has to name the endpoint's model")
        }
        endpoint = try ChatEndpoint(
            url: url,
            model: model,
            key: settings["REDLINE_AI_KEY"],
            mayBePlain: mayBePlain
        )
    }

    private static func switched(
        _ name: String,
        _ settings: [String: String]
    ) throws(SettingsFault) -> Bool {
        switch settings[name] {
        case nil, "off": false
        case "on": true
        default: throw SettingsFault(name, "has to be on or off")
        }
    }

    private static func whole(
        _ name: String,
        in range: ClosedRange<Int>,
        _ settings: [String: String]
    ) throws(SettingsFault) -> Int? {
        guard let text = settings[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw SettingsFault(
                name,
                "has to be a whole number, \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }
}
