/// The parts that a file is made of, in whichever order its template has them.
public enum DeliverableSection: String, Sendable, CaseIterable {
    /// The heading with the document's id, type and time.
    case title
    /// The whole in a few sentences.
    case executiveSummary = "executive_summary"
    /// What was found.
    case keyFindings = "key_findings"
    /// What should be done.
    case recommendations
    /// What may go wrong.
    case riskFactors = "risk_factors"
    /// What has to be done.
    case actionItems = "action_items"
    /// The fields that are amounts, alone.
    case amounts
    /// The fields of the document and their values.
    case fields
    /// The tables of the document, such as line items.
    case lineItems = "line_items"
    /// What a person changed: before and after.
    case changes
    /// How the data were extracted, and the workflow.
    case source

    /// The heading above the section.
    var heading: String {
        switch self {
        case .title: "Document"
        case .executiveSummary: "Executive summary"
        case .keyFindings: "Key findings"
        case .recommendations: "Recommendations"
        case .riskFactors: "Risk factors"
        case .actionItems: "Action items"
        case .amounts: "Amounts"
        case .fields: "Fields"
        case .lineItems: "Line items"
        case .changes: "Changes"
        case .source: "Source"
        }
    }

    /// The items of the section, where it is a list of the summary's.
    func items(of summary: DeliverableSummary) -> [String]? {
        switch self {
        case .keyFindings: summary.keyFindings
        case .recommendations: summary.recommendations
        case .riskFactors: summary.riskFactors
        case .actionItems: summary.actionItems
        default: nil
        }
    }
}
