import Redline
import RedlineRendering

/// How far an export has come, in a word.
enum StatusTag {
    static func html(_ status: WorkflowStatus) -> HTML {
        let kind: HTML
        switch status {
        case .completed: kind = "good"
        case .awaitingUserReview, .awaitingFinalProcessing: kind = "warn"
        }
        return """
            <span class="tag \(kind)">\(Words.Exports.name(ofStatus: status.rawValue))</span>
            """
    }
}
