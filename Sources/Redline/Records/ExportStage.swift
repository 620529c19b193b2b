/// The stages of a document export.
public enum ExportStage: Int, Sendable, CaseIterable {
    /// The AI's first summary of what it extracted.
    case initialAISummary = 1
    /// What a person changed in it.
    case userModifications = 2
    /// The final summary and the file that was shipped.
    case finalSummaryAndDeliverable = 3
    /// What the person thought of it.
    case userFeedback = 4

    /// The name in a record's member `stage`.
    public var name: String {
        switch self {
        case .initialAISummary: "initial_ai_summary"
        case .userModifications: "user_modifications"
        case .finalSummaryAndDeliverable: "final_summary_and_deliverable"
        case .userFeedback: "user_feedback"
        }
    }

    /// The stage of that name.
    public init?(name: String) {
        guard let stage = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = stage
    }
}

/// How far a workflow has come.
public enum WorkflowStatus: String, Sendable, CaseIterable {
    /// The AI's output waits for a person.
    case awaitingUserReview = "awaiting_user_review"
    /// A person has decided; the deliverable is still to come.
    case awaitingFinalProcessing = "awaiting_final_processing"
    /// The deliverable has been made.
    case completed

    /// The status of a workflow whose furthest stage (feedback aside) is this one.
    public init(furthest stage: ExportStage) {
        switch stage {
        case .initialAISummary: self = .awaitingUserReview
        case .userModifications: self = .awaitingFinalProcessing
        case .finalSummaryAndDeliverable, .userFeedback: self = .completed
        }
    }
}
