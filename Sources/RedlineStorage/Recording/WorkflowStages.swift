import Redline
import RedlinePostgres

/// The stages of one workflow that are known while a batch is written.
struct WorkflowStages {
    private struct Place: Hashable {
        let revision: Int
        let stage: Int
    }

    private struct Known {
        let digest: RecordDigest
        let occurredAt: Timestamp
    }

    private var known: [Place: Known] = [:]
    /// Nil where a summary is known to be stored, but was not read.
    private var initialSummaries: [Int: String?] = [:]
    private var finalSummaries: [Int: String?] = [:]
    /// Revisions whose final summary was stored before this batch.
    private var stored: Set<Int> = []

    /// Takes a stored stage.
    mutating func add(_ row: Row) throws {
        guard let revision = try row["revision"].int, let stage = try row["stage"].int,
            let digest = try row["digest"].bytes.flatMap({ RecordDigest($0) }),
            let time = try row["occurred_at"].timestamp
        else { return }
        let place = Place(revision: revision, stage: stage)
        known[place] = Known(digest: digest, occurredAt: time)
        let record = try row["record"].string.flatMap { try? JSONDocument(parsing: $0).root }
        switch ExportStage(rawValue: stage) {
        case .initialAISummary:
            initialSummaries[revision] = .some(record?["ai_initial_summary"]?.summaryText)
        case .finalSummaryAndDeliverable:
            finalSummaries[revision] = .some(record?["ai_final_summary"]?.summaryText)
            stored.insert(revision)
        default: break
        }
    }

    /// Takes a stage that this batch stores.
    mutating func add(_ item: StageBatch.Item) {
        let record = item.stage
        let place = Place(revision: record.revision, stage: record.stage.rawValue)
        known[place] = Known(digest: item.prepared.digest, occurredAt: item.occurredAt)
        switch record.stage {
        case .initialAISummary:
            initialSummaries[record.revision] = .some(record.facts.summary)
        case .finalSummaryAndDeliverable:
            finalSummaries[record.revision] = .some(record.facts.summary)
        default: break
        }
    }

    /// The furthest stage of the latest revision, feedback aside.
    var furthest: ExportStage? {
        let counted = known.keys.filter { $0.stage != ExportStage.userFeedback.rawValue }
        let last = counted.max { ($0.revision, $0.stage) < ($1.revision, $1.stage) }
        return last.flatMap { ExportStage(rawValue: $0.stage) }
    }

    /// The digest of a known stage.
    func digest(of record: StageRecord) -> RecordDigest? {
        known[Place(revision: record.revision, stage: record.stage.rawValue)]?.digest
    }

    /// When a known stage happened.
    func occurredAt(_ record: StageRecord) -> Timestamp? {
        known[Place(revision: record.revision, stage: record.stage.rawValue)]?.occurredAt
    }

    /// Whether stage 1 of the first revision is known, which says when the workflow started.
    var hasFirst: Bool { known[Place(revision: 1, stage: 1)] != nil }

    /// The translation edit rate of a revision's AI summary against the one that shipped, as far as
    /// the budget allows for it; nil where one of the two is not known.
    ///
    /// A later revision without a first summary of its own is measured against revision 1's.
    func summaryMeasure(
        ofRevision revision: Int,
        within budget: inout MeasuringWork
    ) -> SummaryMeasure? {
        guard isSummaryKnown(ofRevision: revision) else { return nil }
        guard let (hypothesis, reference) = summaries(ofRevision: revision),
            budget.spend(.summaryRate(hypothesis: hypothesis, reference: reference))
        else { return .later }
        return .measured(SummaryComparison(hypothesis: hypothesis, reference: reference))
    }

    /// Whether both summaries of a revision are known and are more work than a budget.
    func isSummaryLater(ofRevision revision: Int, than budget: MeasuringWork) -> Bool {
        guard isSummaryKnown(ofRevision: revision) else { return false }
        guard let (hypothesis, reference) = summaries(ofRevision: revision) else { return true }
        return .summaryRate(hypothesis: hypothesis, reference: reference) > budget
    }

    private func isSummaryKnown(ofRevision revision: Int) -> Bool {
        (initialSummaries[revision] ?? initialSummaries[1]) != nil
            && finalSummaries[revision] != nil
    }

    /// Both summaries; nil where one of them was not read.
    private func summaries(ofRevision revision: Int) -> (hypothesis: String, reference: String)? {
        guard let hypothesis = initialSummaries[revision] ?? initialSummaries[1],
            let reference = finalSummaries[revision], let hypothesis, let reference
        else { return nil }
        return (hypothesis, reference)
    }

    /// The rates of stored final summaries that a first summary, coming late, decides.
    func measuresMade(
        by record: StageRecord,
        within budget: inout MeasuringWork
    ) -> [(revision: Int, measure: SummaryMeasure)] {
        var measures: [(revision: Int, measure: SummaryMeasure)] = []
        for revision in stored.sorted() {
            let isMeasuredByIt =
                revision == record.revision
                || (record.revision == 1 && initialSummaries[revision] == nil)
            guard isMeasuredByIt,
                let measure = summaryMeasure(ofRevision: revision, within: &budget)
            else { continue }
            measures.append((revision, measure))
        }
        return measures
    }
}

/// What becomes of a pair of summaries while one of them is recorded.
enum SummaryMeasure {
    /// What it says; nil where the two are too long to be measured at all.
    case measured(SummaryComparison?)
    /// It takes longer than others should wait for it.
    case later
}
