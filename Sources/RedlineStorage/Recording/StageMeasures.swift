import Redline

/// What is measured of a stage's data when the stage is accepted.
final class StageMeasures: Sendable {
    /// The comparison of original and modified data (stage 2).
    let comparison: Comparison?
    /// The leaves of the extracted data by field (stage 1).
    let extracted: FieldCounts
    /// The extracted fields that have a confidence of their own (stage 1); nil where none was given.
    let scored: ScoredFields?
    /// The edit distances of the comparison's changes, where strings became strings.
    let distances: [ChangeDistance?]
    /// A number for each leaf of the original data (stages 1 and 2).
    let leafKeys: [Int64]

    init(_ facts: StageFacts) {
        var comparison: Comparison?
        var extracted = FieldCounts()
        var scored: ScoredFields?
        if let original = facts.original {
            if let modified = facts.modified {
                comparison = Comparison(original: original, modified: modified)
            } else {
                extracted.count(leavesOf: original)
                scored = ScoredFields(facts.fieldConfidence, in: original)
            }
        }
        self.comparison = comparison
        self.extracted = extracted
        self.scored = scored
        distances = (comparison?.changes ?? []).map(ChangeDistance.init)
        leafKeys = facts.original.map { LeafKeys(leavesOf: $0).keys } ?? []
    }
}

extension StageFacts {
    /// The work of comparing a stage's data; none for a stage that has not both.
    var comparing: MeasuringWork {
        guard let original, let modified else { return .none }
        return .comparing(original: original, modified: modified)
    }
}

/// The edit distance of one change.
struct ChangeDistance: Sendable {
    let originalLength: Int
    let modifiedLength: Int
    let distance: Int

    /// The most work that one distance may take, in cells of its matrix: two texts of 32,000 code
    /// points that have nothing in common.
    ///
    /// Longer ones are not measured.
    static let workLimit = 1 << 30

    /// Measured in code points; nil where no string became a string.
    init?(_ change: Change) {
        guard change.changeType == .modification, let original = change.original?.string,
            let modified = change.modified?.string,
            let distance = EditDistance.levenshtein(
                original,
                modified,
                workLimit: Self.workLimit
            )
        else { return nil }
        self.distance = distance
        originalLength = original.unicodeScalars.count
        modifiedLength = modified.unicodeScalars.count
    }
}
