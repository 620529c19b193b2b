extension Words {
    /// The dashboard.
    enum Dashboard {
        static let title = "Dashboard"
        static let explanation =
            "The last 30 days, unless you choose others. Each figure leads to the report that it is "
            + "from; the line is the figure by day, the band its 95 % interval."
        static let filters = "What the figures are of"
        static let type = "Document type"
        static let model = "Model"
        static let untouched = "Left untouched"
        static let untouchedMeaning = "Reviews in which nothing was changed."
        static let edited = "Fields edited"
        static let editedMeaning = "Extracted fields that were changed or deleted."
        static let accuracy = "Documents right at once"
        static let accuracyMeaning = "First revisions of which every field was right."
        static let corrections = "Corrections a working day"
        static let correctionsMeaning = "Fields changed, deleted or added, by day of the workflow."
        static let failures = "Tool calls that failed"
        static let failuresMeaning = "Calls with an error, of all that assistants made."
        static let flight = "Workflows in flight"
        static let flightMeaning =
            "Started in the period, and neither completed nor abandoned; the line is what was started."
        static let days = "By day"
        static let day = "Day"
        static let figure = "Figure"
        static let low = "Low"
        static let high = "High"
        static let attention = "Needs attention"
        static let changed = "What changed against the period before"
        static let nothingChanged =
            "Nothing changed by more than chance explains (adjusted p below 0.05)."
        static let noChoice =
            "Held against the period before for all types and models; the filters above leave it as "
            + "it is."
        static let ofAllTypes =
            "Tool calls belong to no document: their figures are of all document types."
        static let field = "Field"
        static let metric = "Metric"
        static let before = "Before"
        static let now = "Now"
        static let chance = "Adjusted p"
        static let whole = "all reviews"
        static let tools = "Tools that fail most"
        static let ofAllModels =
            "Of all models: the report tells them apart, where that is asked for."
        static let noTools = "No tool call failed."
        static let tool = "Tool"
        static let calls = "Calls"
        static let rate = "Failure rate"

        static func corrections(_ count: String, days: String) -> String {
            "\(count) corrections on \(days) days with workflows"
        }
        static func of(_ count: String, _ things: String) -> String { "of \(count) \(things)" }
        static func interval(_ low: String, _ high: String) -> String {
            "95 % interval: \(low) to \(high)"
        }
    }
}
