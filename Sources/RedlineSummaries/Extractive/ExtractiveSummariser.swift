import Redline

/// The built-in summariser: says what a document's fields say, and nothing else.
///
/// The same request gives the same summary. Each statement carries the fields that it was taken
/// from. It knows totals, dates, parties, line items, missing values, low confidences and sums that
/// do not add up, by the names of fields and the look of their values, and makes something of any
/// JSON document.
public struct ExtractiveSummariser: Summariser {
    /// How it names itself as `ai_model`; the number changes whenever its sentences do.
    public static let model = "redline-extractive-1"

    /// A field of a lower confidence is a risk.
    public static let lowConfidence = 0.8

    /// Creates one.
    public init() {}

    /// Summarises a document.
    public func summarise(_ request: SummaryRequest) async -> Summary {
        let start = ContinuousClock.now
        return summary(
            of: request,
            because: .notConfigured,
            use: SummaryUse(duration: .zero),
            since: start
        )
    }

    /// Summarises a document in place of an endpoint that did not.
    func summary(
        of request: SummaryRequest,
        because reason: EndpointFault,
        use: SummaryUse,
        since start: ContinuousClock.Instant
    ) -> Summary {
        let parts = parts(of: request)
        var use = use
        use.duration += ContinuousClock.now - start
        return Summary(parts: parts, model: Self.model, use: use, fallbackReason: reason)
    }

    /// What it says of a document.
    func parts(of request: SummaryRequest) -> [SummaryPart: [Statement]] {
        var draft = ExtractiveDraft(request)
        var parts: [SummaryPart: [Statement]] = [:]
        // In this order: what the executive summary has said, the findings do not say again.
        parts[.executiveSummary] = draft.executiveSummary()
        parts[.keyFindings] = draft.keyFindings()
        parts[.riskFactors] = draft.riskFactors()
        parts[.recommendations] = draft.recommendations()
        parts[.actionItems] = draft.actionItems()
        return parts
    }
}
