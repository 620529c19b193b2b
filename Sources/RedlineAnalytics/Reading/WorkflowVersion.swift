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
        var found = State()
        forEachState(through: revision) { number, draft, final in
            found = number == revision && point == .draft ? draft : final
        }
        return WorkflowVersion(
            revision: revision,
            point: point,
            data: found.data.flatMap { value in
                try? JSONDocument(parsing: value.withTextBytes { [UInt8]($0) })
            },
            summary: found.summary
        )
    }

    /// The summary that each revision began with, where it is known.
    public var draftSummaries: [Int: String] {
        var summaries: [Int: String] = [:]
        forEachState(through: .max) { revision, draft, _ in summaries[revision] = draft.summary }
        return summaries
    }

    /// What a revision begins or ends with.
    private struct State {
        var data: JSONView?
        var summary: String?
    }

    /// Goes through the revisions once, from the first on, each with its beginning and its end.
    private func forEachState(
        through last: Int,
        _ visit: (_ revision: Int, _ draft: State, _ final: State) -> Void
    ) {
        var records: [Int: [ExportStage: String]] = [:]
        for stage in stages where stage.stage != .userFeedback && stage.revision <= last {
            records[stage.revision, default: [:]][stage.stage] = stage.record
        }
        var ended = State()
        for (revision, texts) in records.sorted(by: { $0.key < $1.key }) {
            let parts = texts.compactMapValues { try? JSONDocument(parsing: $0).root }
            let initial = parts[.initialAISummary]
            let edited = parts[.userModifications]
            let shipped = parts[.finalSummaryAndDeliverable]
            var draft = State(
                data: initial?["initial_extracted_data"] ?? edited?["original_data"],
                summary: initial?["ai_initial_summary"]?.summaryText
            )
            if initial == nil {
                draft.data = draft.data ?? ended.data
                draft.summary = ended.summary
            }
            ended = State(
                data: edited?["modified_data"] ?? draft.data,
                summary: shipped?["ai_final_summary"]?.summaryText ?? draft.summary
            )
            visit(revision, draft, ended)
        }
    }
}
