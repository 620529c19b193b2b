import Redline

/// Where a claim is in a token: a name, or a JSON Pointer such as `/realm_access/roles`.
struct ClaimName: Sendable {
    let text: String
    private let steps: [String]

    init(_ text: String) {
        self.text = text
        steps = text.hasPrefix("/") ? JSONPointer.steps(text) : [text]
    }

    /// The claim; nil where the token has none.
    func value(in claims: JSONView) -> JSONView? {
        claims.value(at: steps)
    }

    /// Its texts: one, or those of a list; none where it is anything else.
    func texts(in claims: JSONView) -> [String] {
        guard let value = value(in: claims) else { return [] }
        if let text = value.string { return [text] }
        return value.elements.compactMap(\.string)
    }
}
