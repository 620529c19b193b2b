import Redline
import RedlinePostgres

/// The stages of one workflow that are known while a batch is written.
struct WorkflowStages {
    private struct Place: Hashable {
        let revision: Int
        let stage: Int
    }

    private var digests: [Place: [UInt8]] = [:]
    private var initialSummaries: [Int: String] = [:]
    private var finalSummaries: [Int: String] = [:]
    /// Revisions whose final summary was stored before this batch.
    private var stored: Set<Int> = []

    /// Takes a stored stage.
    mutating func add(_ row: Row) throws {
        guard let revision = try row["revision"].int, let stage = try row["stage"].int else {
            return
        }
        digests[Place(revision: revision, stage: stage)] = try row["digest"].bytes ?? []
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
    mutating func add(_ record: StageRecord) {
        switch record.stage {
        case .initialAISummary: initialSummaries[record.revision] = record.facts.summary
        case .finalSummaryAndDeliverable: finalSummaries[record.revision] = record.facts.summary
        default: break
        }
    }

    /// The digest of a stored stage.
    func digest(of record: StageRecord) -> [UInt8]? {
        digests[Place(revision: record.revision, stage: record.stage.rawValue)]
    }

    /// The translation edit rate of a revision's AI summary against the one that shipped.
    ///
    /// A later revision without a first summary of its own is measured against revision 1's.
    func summaryRate(ofRevision revision: Int) -> SummaryRate? {
        guard let hypothesis = initialSummaries[revision] ?? initialSummaries[1],
            let reference = finalSummaries[revision]
        else { return nil }
        return SummaryRate(hypothesis: hypothesis, reference: reference)
    }

    /// The rates of stored final summaries that a first summary, coming late, makes known.
    func ratesMade(by record: StageRecord) -> [(revision: Int, rate: SummaryRate)] {
        stored.sorted().compactMap { revision in
            let isMeasuredByIt =
                revision == record.revision
                || (record.revision == 1 && initialSummaries[revision] == nil)
            guard isMeasuredByIt, let rate = summaryRate(ofRevision: revision) else { return nil }
            return (revision, rate)
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
