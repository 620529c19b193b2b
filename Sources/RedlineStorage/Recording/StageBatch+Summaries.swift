import Redline

extension StageBatch {
    /// The longest stored record that is read for its summary while another is recorded, in bytes.
    static let neighbourByteLimit = 131_072

    /// The last revision whose stored final summary a late first summary is held against at once.
    static let neighbourRevisionLimit = 16

    /// What a stage makes known of summaries: the rate of its own, those of others that were stored
    /// before it, and the revisions whose rates are measured later.
    struct SummaryMeasures {
        var own: SummaryComparison?
        var others: [(revision: Int, rate: SummaryComparison?)] = []
        var later: [Int] = []
    }

    /// Measures the summaries of which this stage is the second to come.
    func summaryMeasures(of item: Item, _ known: WorkflowStages) -> SummaryMeasures {
        var measures = SummaryMeasures()
        var budget = atOnce
        switch item.stage.stage {
        case .finalSummaryAndDeliverable:
            let revision = item.stage.revision
            switch known.summaryMeasure(ofRevision: revision, within: &budget) {
            case .measured(let rate): measures.own = rate
            case .later: measures.later.append(revision)
            case nil: break
            }
        case .initialAISummary:
            for (revision, measure) in known.measuresMade(by: item.stage, within: &budget) {
                switch measure {
                case .measured(let rate):
                    measures.others.append((revision, rate))
                case .later:
                    measures.later.append(revision)
                    // What was measured against revision 1's first summary no longer holds.
                    if item.stage.revision > 1 { measures.others.append((revision, nil)) }
                }
            }
        case .userModifications, .userFeedback: break
        }
        return measures
    }

    /// Whether a stage that comes again was one to be measured later.
    func isMeasuredLater(_ item: Item, _ known: WorkflowStages) -> Bool {
        guard item.stage.stage == .finalSummaryAndDeliverable else {
            return item.prepared.isMeasuredLater
        }
        return known.isSummaryLater(ofRevision: item.stage.revision, than: atOnce)
    }
}
