@testable import Redline

/// Two lines given to the comparison as an original and a modified document.
struct FuzzedComparison {
    private let lines: [ArraySlice<UInt8>]

    init(_ bytes: [UInt8]) {
        lines = bytes.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
    }

    func check() throws -> Bool {
        guard lines.count == 2, let original = try? JSONDocument(parsing: Array(lines[0])).root,
            let modified = try? JSONDocument(parsing: Array(lines[1])).root,
            Self.isDocument(original), Self.isDocument(modified)
        else { return false }
        try Self.checkNothingChanged(original)
        try Self.checkNothingChanged(modified)
        let comparison = Comparison(original: original, modified: modified)
        try Self.check(comparison.changes, lead: original, to: modified)
        let total = comparison.total
        try BrokenPromise.unless(total.edited == comparison.changes.count, "each change counts")
        try BrokenPromise.unless(
            total.extracted == Self.leaves(of: original),
            "each leaf of the original counts"
        )
        let back = Comparison(original: modified, modified: original).total
        try BrokenPromise.unless(
            total.edited == back.edited && total.kept == back.kept,
            "the way back has as many changes"
        )
        for change in comparison.changes { try Self.checkDistance(change) }
        return true
    }

    private static func isDocument(_ view: JSONView) -> Bool {
        view.kind == .object || view.kind == .array
    }

    /// The root itself is never a leaf.
    private static func leaves(of root: JSONView) -> Int {
        root.isLeaf ? 0 : root.leafCount
    }

    private static func checkNothingChanged(_ view: JSONView) throws {
        let again = try JSONDocument(parsing: JSONTree(view).text).root
        let comparison = Comparison(original: view, modified: again)
        try BrokenPromise.unless(comparison.changes.isEmpty, "a document is like itself")
        try BrokenPromise.unless(
            comparison.total == LeafCounts(extracted: leaves(of: view)),
            "all of a document's leaves are kept"
        )
    }

    private static func check(
        _ changes: [Change],
        lead original: JSONView,
        to modified: JSONView
    ) throws {
        let rebuilt = try Rebuilding.modified(from: JSONTree(original), by: changes)
        let root = try JSONDocument(parsing: rebuilt.text).root
        // Empty documents have no leaf that could tell arrays from objects.
        let isSame = modified.isLeaf ? root.isLeaf : root.isSame(as: modified)
        try BrokenPromise.unless(isSame, "the changes give the modified document")
    }

    private static func checkDistance(_ change: Change) throws {
        guard let before = change.original?.string, let after = change.modified?.string else {
            return
        }
        let distance = EditDistance.levenshtein(before, after)
        let lengths = [before, after].map { $0.unicodeScalars.count }
        try BrokenPromise.unless(
            distance > 0 && distance <= max(lengths[0], lengths[1])
                && distance >= abs(lengths[0] - lengths[1]),
            "an edit distance lies between the lengths"
        )
        try BrokenPromise.unless(
            distance == EditDistance.levenshtein(after, before),
            "an edit distance goes both ways"
        )
        let rate = TranslationEditRate.edits(hypothesis: before, reference: after)
        try BrokenPromise.unless((rate?.edits ?? 0) >= 0, "edits are counted")
    }
}
