import Redline
import RedlinePostgres

/// A stage as it was sent, and by what it is known.
struct SentStage {
    let digest: RecordDigest
    let document: JSONDocument

    init?(_ row: Row) throws {
        guard let digest = try row["digest"].bytes.flatMap({ RecordDigest($0) }),
            let text = try row["record"].string
        else { return nil }
        self.digest = digest
        document = try JSONDocument(parsing: text)
    }
}

/// The summaries of a revision, which are measured against each other.
struct SummaryPair {
    /// Where a stage stands in its workflow.
    struct Place: Hashable {
        let revision: Int
        let stage: Int
    }

    let revision: Int
    private(set) var rate: SummaryComparison?
    private let hypothesis: String?
    private let reference: String?
    /// What was read; nil for a stage that was not there.
    private let read: [Place: RecordDigest?]

    /// A later revision without a first summary of its own is measured against revision 1's.
    init(_ revision: Int, first: SentStage?, own: SentStage?, final: SentStage?) {
        self.revision = revision
        hypothesis = (own ?? first)?.document.root["ai_initial_summary"]?.summaryText
        reference = final?.document.root["ai_final_summary"]?.summaryText
        var read: [Place: RecordDigest?] = [
            Place(revision: 1, stage: 1): first?.digest,
            Place(revision: revision, stage: 3): final?.digest,
        ]
        if revision > 1 { read[Place(revision: revision, stage: 1)] = .some(own?.digest) }
        self.read = read
    }

    /// What measuring them costs at most.
    var work: MeasuringWork {
        guard let hypothesis, let reference else { return .none }
        return .summaryRate(hypothesis: hypothesis, reference: reference)
    }

    /// The pair with its rate; without one where a summary is missing, or both are too long.
    func measured() -> SummaryPair {
        guard let hypothesis, let reference else { return self }
        var pair = self
        pair.rate = SummaryComparison(hypothesis: hypothesis, reference: reference)
        return pair
    }

    /// Whether what was read is what is there now.
    func isCurrent(in digests: [Place: RecordDigest]) -> Bool {
        read.allSatisfy { place, digest in digests[place] == digest }
    }
}
