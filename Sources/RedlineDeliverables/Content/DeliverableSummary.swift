import Redline

/// The AI's summary of a document, in its parts.
public struct DeliverableSummary: Sendable {
    /// The whole in a few sentences; empty where there is none.
    public let executiveSummary: String
    /// What was found.
    public let keyFindings: [String]
    /// What should be done.
    public let recommendations: [String]
    /// What may go wrong.
    public let riskFactors: [String]
    /// What has to be done.
    public let actionItems: [String]

    /// Creates a summary.
    public init(
        executiveSummary: String = "",
        keyFindings: [String] = [],
        recommendations: [String] = [],
        riskFactors: [String] = [],
        actionItems: [String] = []
    ) {
        self.executiveSummary = executiveSummary
        self.keyFindings = keyFindings
        self.recommendations = recommendations
        self.riskFactors = riskFactors
        self.actionItems = actionItems
    }

    /// The summary of a record (`ai_final_summary`): a text, or an object with `executive_summary`,
    /// `key_findings`, `recommendations`, `risk_factors` and `action_items`, each a text or a list.
    public init(_ summary: JSONView) {
        if let text = summary.string {
            self.init(executiveSummary: text)
            return
        }
        func list(_ name: String) -> [String] {
            guard let value = summary[name] else { return [] }
            return (value.kind == .array ? value.elements : [value])
                .map { $0.string ?? ($0.kind == .null ? "" : $0.text) }
                .filter { !$0.isEmpty }
        }
        self.init(
            executiveSummary: list("executive_summary").joined(separator: "\n\n"),
            keyFindings: list("key_findings"),
            recommendations: list("recommendations"),
            riskFactors: list("risk_factors"),
            actionItems: list("action_items")
        )
    }
}
