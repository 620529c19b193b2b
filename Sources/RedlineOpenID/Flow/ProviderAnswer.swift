/// What a browser brings back from the provider, in the query.
public struct ProviderAnswer: Sendable {
    let code: String?
    let state: String?
    let issuer: String?
    let hasError: Bool

    /// Reads it; parameters that are not OAuth's do not matter, and nil is one that comes twice.
    public init?(_ query: [(name: String, value: String)]) {
        var values: [String: String] = [:]
        for (name, value) in query where ["code", "state", "iss", "error"].contains(name) {
            guard values.updateValue(value, forKey: name) == nil else { return nil }
        }
        code = values["code"]
        state = values["state"]
        issuer = values["iss"]
        hasError = values["error"] != nil
    }
}
