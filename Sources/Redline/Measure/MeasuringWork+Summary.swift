extension MeasuringWork {
    /// What comparing a summary with its reference costs at most.
    ///
    /// By the numbers of words: for the edit rate a matrix along its diagonal, up to a thousand
    /// shifts that are tried on a piece of it, and the rest of it made anew for each shift that is
    /// worth while; for the words that were kept all pairs of words, 64 at a time.
    public static func summaryRate(hypothesis: String, reference: String) -> Self {
        let bytes = hypothesis.utf8.count + reference.utf8.count
        var work = Self(steps: 0)
        work.add(bytes, stepsPerByte)
        guard hypothesis != reference else { return work }
        let words = wordCount(hypothesis)
        let target = wordCount(reference)
        guard words > 0, target > 0, words * target <= TranslationEditRate.workLimit else {
            return work
        }
        let width = min(target + 1, max(50, target / words + 50))
        let tries = min(1_000, words * min(target, 100))
        let shifts = min(1_000, min(words, target) / 2)
        work.add(words, width, 2)
        // A cell takes half a step.
        work.add(tries, min(words, 60), width / 2)
        work.add(shifts, words, width / 2)
        work.add(max(words, target), min(words, target) / 64 + 1, 3)
        return work
    }

    private static let stepsPerByte = 10

    /// The words of a text as ASCII white space separates them.
    private static func wordCount(_ text: String) -> Int {
        var count = 0
        var isWithin = false
        for byte in text.utf8 {
            let isWhite = byte == 0x20 || 0x09...0x0D ~= byte
            if !isWhite, !isWithin { count += 1 }
            isWithin = !isWhite
        }
        return count
    }
}
