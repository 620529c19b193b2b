import Redline

/// What a person did with a document and wants of it: what a final summary goes by.
public struct Review: Sendable {
    /// What they changed in the data, as the comparison found it.
    public var changes: [Change]
    /// The template of the deliverable, such as `executive_summary`.
    public var template: String
    /// What they want to be done (`transformation_instructions`); may be empty.
    public var instructions: String
    /// The fields that matter most to them, by pointer or by name.
    public var priorityFields: [String]
    /// The text of the summary that they had before them.
    public var firstSummary: String?

    /// Creates a review.
    public init(
        changes: [Change] = [],
        template: String = "standard",
        instructions: String = "",
        priorityFields: [String] = [],
        firstSummary: String? = nil
    ) {
        self.changes = changes
        self.template = template
        self.instructions = instructions
        self.priorityFields = priorityFields
        self.firstSummary = firstSummary
    }
}
