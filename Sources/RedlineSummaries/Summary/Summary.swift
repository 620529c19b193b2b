/// A summary of a document, with who made it and what that took.
public struct Summary: Sendable, Equatable {
    /// What each part says; a part that says nothing is empty.
    public let parts: [SummaryPart: [Statement]]
    /// Who made it (`ai_model`): the endpoint's model, or the built-in summariser with its version.
    public let model: String
    /// What it took, also where the endpoint was asked in vain.
    public let use: SummaryUse
    /// Why the built-in summariser made it; nil where the endpoint's model did.
    public let fallbackReason: EndpointFault?
    /// Whether whoever made it had the whole document before them, and not one that was cut.
    public let isOfWholeDocument: Bool

    /// Creates a summary.
    public init(
        parts: [SummaryPart: [Statement]],
        model: String,
        use: SummaryUse = SummaryUse(),
        fallbackReason: EndpointFault? = nil,
        isOfWholeDocument: Bool = true
    ) {
        self.parts = parts
        self.model = model
        self.use = use
        self.fallbackReason = fallbackReason
        self.isOfWholeDocument = isOfWholeDocument
    }

    /// How sure the model is (`confidence_score`), 0 to 1.
    ///
    /// Chat endpoints do not say, and the built-in summariser has no opinion: it is nil, and not a
    /// number that somebody made up.
    public var confidence: Double? { nil }

    /// The statements of a part.
    public subscript(part: SummaryPart) -> [Statement] { parts[part] ?? [] }

    /// All of it as one text: the executive summary, and a line for each statement of the others.
    ///
    /// It is the text that ``write(to:)`` has too, so that both forms are measured alike.
    public var text: String {
        var lines: [String] = []
        for part in SummaryPart.allCases {
            let texts = self[part].map(\.text)
            if part == .executiveSummary {
                lines.append(texts.joined(separator: " "))
            } else {
                lines += texts
            }
        }
        return lines.joined(separator: "\n")
    }
}
