import Redline

/// A document's data and its summary, as a revision of a workflow had them.
public struct WorkflowVersion: Sendable {
    /// At which end of a revision it is.
    public enum Point: String, Sendable {
        /// As the AI had it, before anybody edited it.
        case draft
        /// As it went out, or is now.
        case final
    }

    /// The revision.
    public let revision: Int
    /// At which end of the revision it is.
    public let point: Point
    /// The data; nil where none were recorded.
    public let data: JSONDocument?
    /// The summary; nil where none was recorded.
    public let summary: String?
}

extension WorkflowDetail {
    /// The revisions that are recorded, in ascending order; one with feedback alone is none.
    public var revisions: [Int] {
        Set(stages.filter { $0.stage != .userFeedback }.map(\.revision)).sorted()
    }

    /// A version of the workflow.
    ///
    /// The draft of a revision is what the AI extracted and summarised for it; where that was not
    /// recorded, it is what the revision before ended with. Its final version is what the person
    /// made of it and the summary that shipped; where nobody edited the data, they are those of the
    /// draft.
    public func version(_ revision: Int, _ point: WorkflowVersion.Point) -> WorkflowVersion {
        let before = revisions.last { $0 < revision }
        let initial = record(.initialAISummary, revision)
        let edited = record(.userModifications, revision)
        let shipped = record(.finalSummaryAndDeliverable, revision)
        var data = initial?["initial_extracted_data"] ?? edited?["original_data"]
        var summary = initial?["ai_initial_summary"]?.summaryText
        if initial == nil, let before {
            let ended = version(before, .final)
            if data == nil { data = ended.data?.root }
            summary = ended.summary
        }
        if point == .final {
            data = edited?["modified_data"] ?? data
            summary = shipped?["ai_final_summary"]?.summaryText ?? summary
        }
        return WorkflowVersion(
            revision: revision,
            point: point,
            data: data.flatMap { value in
                try? JSONDocument(parsing: value.withTextBytes { [UInt8]($0) })
            },
            summary: summary
        )
    }

    private func record(_ stage: ExportStage, _ revision: Int) -> JSONView? {
        stages.last { $0.stage == stage && $0.revision == revision }
            .flatMap { try? JSONDocument(parsing: $0.record).root }
    }
}
