extension PatternClass {
    /// The class of two different texts that are not the same but for spelling: what happened to
    /// their characters.
    static func ofCharacters(_ before: CodePoints, _ after: CodePoints) -> PatternClass {
        if isTransposition(before, after) {
            return .transposition
        }
        let tolerance = min(2, max(before.count, after.count) / 3)
        if EditDistance.damerauLevenshtein(before, after, cutoff: tolerance) != nil {
            return .typo
        }
        if !before.isEmpty, after.starts(with: before) || after.hasSuffix(before) {
            return .truncation
        }
        if !after.isEmpty, before.contains(after) {
            return .excess
        }
        return isReordering(before.folded, after.folded) ? .reorder : .rewrite
    }

    private static func isTransposition(_ before: CodePoints, _ after: CodePoints) -> Bool {
        guard before.count == after.count,
            let first = before.indices.first(where: { before[$0] != after[$0] }),
            first + 1 < before.count
        else {
            return false
        }
        return before[first] == after[first + 1] && before[first + 1] == after[first]
            && before[(first + 2)...] == after[(first + 2)...]
    }

    /// Whether two folded texts have the same words, each as often, in different order.
    private static func isReordering(_ before: CodePoints, _ after: CodePoints) -> Bool {
        guard before.inkSum == after.inkSum else {
            return false
        }
        let old = before.words
        let new = after.words
        guard old.count == new.count, old != new else {
            return false
        }
        var open: [ArraySlice<UInt32>: Int] = [:]
        for word in old {
            open[word, default: 0] += 1
        }
        for word in new {
            guard let left = open[word], left > 0 else {
                return false
            }
            open[word] = left - 1
        }
        return true
    }
}
