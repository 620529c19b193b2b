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
    private var initialSummaries: [Int: String] = [:]
    private var finalSummaries: [Int: String] = [:]
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
        guard let text = try row["record"].string,
            let record = try? JSONDocument(parsing: text).root
        else { return }
        if stage == 1 {
            initialSummaries[revision] = record["ai_initial_summary"]?.summaryText
        } else {
            finalSummaries[revision] = record["ai_final_summary"]?.summaryText
            stored.insert(revision)
        }
    }

    /// Takes a stage that this batch stores.
    mutating func add(_ item: StageBatch.Item) {
        let record = item.stage
        let place = Place(revision: record.revision, stage: record.stage.rawValue)
        known[place] = Known(digest: item.prepared.digest, occurredAt: item.occurredAt)
        switch record.stage {
        case .initialAISummary: initialSummaries[record.revision] = record.facts.summary
        case .finalSummaryAndDeliverable: finalSummaries[record.revision] = record.facts.summary
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

    /// The translation edit rate of a revision's AI summary against the one that shipped.
    ///
    /// A later revision without a first summary of its own is measured against revision 1's.
    func summaryRate(ofRevision revision: Int) -> SummaryRate? {
        guard let hypothesis = initialSummaries[revision] ?? initialSummaries[1],
            let reference = finalSummaries[revision]
        else { return nil }
        return SummaryRate(hypothesis: hypothesis, reference: reference)
    }

    /// The rates of stored final summaries that a first summary, coming late, decides; nil where the
    /// two are too long to be measured.
    func ratesMade(by record: StageRecord) -> [(revision: Int, rate: SummaryRate?)] {
        stored.sorted().compactMap { revision in
            let isMeasuredByIt =
                revision == record.revision
                || (record.revision == 1 && initialSummaries[revision] == nil)
            return isMeasuredByIt ? (revision, summaryRate(ofRevision: revision)) : nil
        }
    }
}

/// The parts of a translation edit rate (TER).
struct SummaryRate {
    let edits: Int
    let referenceWords: Int

    /// Nil where the texts are too long to be measured.
    init?(hypothesis: String, reference: String) {
        guard let rate = TranslationEditRate.edits(hypothesis: hypothesis, reference: reference)
        else { return nil }
        edits = rate.edits
        referenceWords = rate.referenceWords
    }
}
