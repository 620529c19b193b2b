import Redline
import RedlineAnalytics

/// How far a workflow has come, as it is recorded.
struct ExportState: Sendable {
    /// A stage that is recorded.
    struct Stored: Sendable {
        let revision: Int
        let stage: ExportStage
        let occurredAt: Timestamp
        let record: JSONDocument

        var root: JSONView { record.root }
    }

    let detail: WorkflowDetail
    let owner: Owner
    /// The stages but feedback, by revision and stage.
    private let stages: [Stored]

    /// Reads what is recorded of a workflow.
    ///
    /// - Throws: `ExportRefusal.notStarted` where its first stage is not.
    init(_ detail: WorkflowDetail) throws {
        guard let owner = Owner(detail.owner) else { throw ExportRefusal.unknownWorkflow }
        self.detail = detail
        self.owner = owner
        stages = try detail.stages.filter { $0.stage != .userFeedback }.map { stage in
            Stored(
                revision: stage.revision,
                stage: stage.stage,
                occurredAt: stage.occurredAt,
                record: try JSONDocument(parsing: stage.record)
            )
        }
        guard stages.contains(where: { $0.stage == .initialAISummary }) else {
            throw ExportRefusal.notStarted
        }
    }

    var id: WorkflowID { detail.workflowID }
    var documentID: String? { detail.documentID }

    /// The latest revision of which a stage is recorded.
    var latest: Int { stages.map(\.revision).max() ?? 1 }

    /// A stage of a revision.
    func stage(_ stage: ExportStage, of revision: Int) -> Stored? {
        stages.last { $0.stage == stage && $0.revision == revision }
    }

    /// Stage 1 as a revision goes by it: its own, or that of a revision before it.
    func initial(of revision: Int) throws -> Stored {
        let known = stages.last { $0.stage == .initialAISummary && $0.revision <= revision }
        guard let known else { throw ExportRefusal.notStarted }
        return known
    }

    /// The data as the AI extracted them.
    func extractedData(of revision: Int) throws -> JSONView {
        guard let data = try initial(of: revision).root["initial_extracted_data"] else {
            throw ExportRefusal.notStarted
        }
        return data
    }

    /// The data that a person has before them in a revision: those that the revision before it ended
    /// with.
    func data(before revision: Int) throws -> JSONView {
        let first = try initial(of: revision)
        let edited = stages.last { known in
            known.stage == .userModifications && known.revision < revision
                && known.revision >= first.revision
        }
        return try edited?.root["modified_data"] ?? extractedData(of: revision)
    }

    /// The reasons that a person gave for their changes up to a revision.
    func reasons(through revision: Int) -> [String: String] {
        var reasons: [String: String] = [:]
        for stage in stages where stage.revision <= revision {
            reasons.merge(Self.reasons(in: stage.root)) { $1 }
        }
        return reasons
    }

    /// The reasons in a stage 2, by the path or the field name of the change.
    static func reasons(in root: JSONView) -> [String: String] {
        var reasons: [String: String] = [:]
        for change in root["changes"]?.elements ?? [] {
            guard let reason = change["user_reason"]?.string, !reason.isEmpty else { continue }
            for name in ["path", "field"] {
                guard let place = change[name]?.string else { continue }
                reasons[place.hasPrefix("/") ? place : "/\(place)"] = reason
            }
        }
        return reasons
    }

    /// When a revision began: its first stage, or the file of the revision before it.
    func start(of revision: Int) throws -> Timestamp {
        try stage(.finalSummaryAndDeliverable, of: revision - 1)?.occurredAt
            ?? initial(of: revision).occurredAt
    }

    /// How far a revision has come, and what was changed in it and since.
    func progress(of revision: Int) -> ExportProgress {
        let last = stages.last { $0.revision == revision }
        let changed = detail.corrections.filter { $0.revision >= revision }.map { correction in
            correction.changeType == .addition ? correction.modifiedPath : correction.originalPath
        }
        return ExportProgress(
            revision: revision,
            stage: last?.stage ?? .initialAISummary,
            occurredAt: last?.occurredAt ?? detail.startedAt,
            paths: changed
        )
    }
}
