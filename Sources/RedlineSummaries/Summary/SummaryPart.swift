/// The parts of a summary, in the order in which they are read.
///
/// The raw value is the part's name in records, in answers and in the schema that a model is given.
public enum SummaryPart: String, Sendable, CaseIterable {
    /// What the document is and says, in a few sentences.
    case executiveSummary = "executive_summary"
    /// What stands out, a statement each.
    case keyFindings = "key_findings"
    /// What should be done with the document.
    case recommendations = "recommendations"
    /// What may be wrong with it.
    case riskFactors = "risk_factors"
    /// Single things to do.
    case actionItems = "action_items"
}
