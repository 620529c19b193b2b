import Redline

/// What came of verifying an audit trail.
public struct AuditVerdict: Sendable {
    /// How many seals were checked.
    public internal(set) var seals = 0
    /// How many entries were checked.
    public internal(set) var entries = 0
    /// How many entries wait to be sealed.
    public internal(set) var waiting = 0
    /// The weeks that were pruned, by their Mondays: of these the seals alone were checked.
    public internal(set) var prunedWeeks: [String] = []
    /// The last seal; nil where there is none.
    public internal(set) var head: AuditHead?
    /// How many breaks there are.
    public private(set) var breakCount = 0
    /// The first breaks, in the order of the chain.
    public private(set) var breaks: [AuditBreak] = []

    /// So many breaks are kept: who rewrites a trail breaks it everywhere.
    static let mostBreaks = 100

    mutating func add(_ found: AuditBreak) {
        breakCount += 1
        let index = breaks.firstIndex { found.place < $0.place } ?? breaks.endIndex
        breaks.insert(found, at: index)
        if breaks.count > Self.mostBreaks { breaks.removeLast() }
    }
}
