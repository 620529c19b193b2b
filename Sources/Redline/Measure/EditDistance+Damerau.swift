extension EditDistance {
    /// The unrestricted Damerau-Levenshtein distance where it is at most `cutoff`.
    static func damerauLevenshtein(
        _ first: CodePoints,
        _ second: CodePoints,
        cutoff: Int
    ) -> Int? {
        guard cutoff >= 0, abs(first.count - second.count) <= cutoff else {
            return nil
        }
        var start = 0
        let shorter = min(first.count, second.count)
        while start < shorter, first[start] == second[start] {
            start += 1
        }
        var end = 0
        while end < shorter - start, first[first.count - 1 - end] == second[second.count - 1 - end]
        {
            end += 1
        }
        let a = first[start..<(first.count - end)]
        let b = second[start..<(second.count - end)]
        guard !a.isEmpty, !b.isEmpty else {
            return max(a.count, b.count)
        }
        guard cutoff > 0 else {
            return nil
        }
        var band = DamerauBand(a, b, cutoff: min(cutoff, max(a.count, b.count)))
        return band.distance()
    }
}
