@testable import Redline

/// The parts of a reference file that are counts.
struct ReferenceFigures: Decodable {
    struct All: Decodable {
        let counts: FoundCounts
        let fields: [String: FoundCounts]
        let patterns: [Pattern]
    }

    struct Pattern: Decodable {
        let field: String
        let changeType: String
        let pattern: String
        let corrections: Int

        private enum CodingKeys: String, CodingKey {
            case field
            case changeType = "change_type"
            case pattern
            case corrections
        }
    }

    let all: All
    let skipped: Int
}

/// What became of the leaves of a set of reviews.
struct FoundCounts: Decodable, Equatable {
    var reviews = 0
    var extracted = 0
    var kept = 0
    var modified = 0
    var deleted = 0
    var added = 0

    mutating func add(_ counts: LeafCounts) {
        reviews += 1
        extracted += counts.extracted
        kept += counts.kept
        modified += counts.modified
        deleted += counts.deleted
        added += counts.added
    }
}

/// A pattern: field name, change type and class.
struct FoundPattern: Hashable {
    let field: String
    let changeType: String
    let pattern: String

    init(_ field: String, _ changeType: String, _ pattern: String) {
        self.field = field
        self.changeType = changeType
        self.pattern = pattern
    }
}

/// The figures of reviews, as the comparison counts them.
struct WorkflowFigures {
    private(set) var skipped = 0
    private(set) var total = FoundCounts()
    private(set) var fields: [String: FoundCounts] = [:]
    private(set) var patterns: [FoundPattern: Int] = [:]

    /// Adds a review, whose changes also have to rebuild the modified document.
    mutating func add(_ review: JSONView) throws {
        guard let original = review["original_data"], let modified = review["modified_data"],
            [.object, .array].contains(original.kind), [.object, .array].contains(modified.kind)
        else {
            skipped += 1
            return
        }
        let comparison = Comparison(original: original, modified: modified)
        total.add(comparison.total)
        for (name, counts) in zip(comparison.fields.names, comparison.fields.counts) {
            fields[name, default: FoundCounts()].add(counts)
        }
        for change in comparison.changes {
            let type = change.changeType.rawValue
            let pattern = FoundPattern(change.field, type, change.pattern.rawValue)
            patterns[pattern, default: 0] += 1
        }
        let rebuilt = try Rebuilding.modified(from: JSONTree(original), by: comparison.changes)
        guard rebuilt == JSONTree(modified) else { throw NotRebuilt(review: review.text) }
    }

    /// A review whose changes do not rebuild its modified document.
    struct NotRebuilt: Error {
        let review: String
    }
}
