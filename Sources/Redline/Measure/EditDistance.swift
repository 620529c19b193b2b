/// Distances between two texts, counted in Unicode code points.
public enum EditDistance {
    /// The least number of insertions, deletions and substitutions of one code point that turn one
    /// text into the other (Levenshtein 1966).
    ///
    /// Exact for texts of any length. Time grows with length times distance, over 64 (bit-parallel,
    /// Myers 1999 and Hyyrö 2003, within the diagonal band of Ukkonen 1985); memory with the
    /// length. Where the length is not limited by other means, use ``levenshtein(_:_:workLimit:)``.
    public static func levenshtein(_ first: String, _ second: String) -> Int {
        let pair = TrimmedPair(first.codePoints, second.codePoints)
        return pair.distance(workLimit: .max) ?? pair.columns.count
    }

    /// The Levenshtein distance where it is at most `cutoff`, else `nil`.
    ///
    /// Time grows with length times cutoff, over 64.
    public static func levenshtein(_ first: String, _ second: String, cutoff: Int) -> Int? {
        TrimmedPair(first.codePoints, second.codePoints).distance(cutoff: cutoff)
    }

    /// The Levenshtein distance, or `nil` where finding it takes too much work.
    ///
    /// A pass over a band of the matrix is begun only where its cells and those of the passes
    /// before are at most `workLimit`; at first the band is some 200 code points wide.
    public static func levenshtein(_ first: String, _ second: String, workLimit: Int) -> Int? {
        TrimmedPair(first.codePoints, second.codePoints).distance(workLimit: workLimit)
    }

    /// The least number of insertions, deletions, substitutions and swaps of neighbouring code
    /// points that turn one text into the other, where it is at most `cutoff`, else `nil`.
    ///
    /// Unrestricted: swapped code points may be edited again (Damerau 1964; Lowrance and Wagner
    /// 1975). Time grows with length times cutoff.
    public static func damerauLevenshtein(
        _ first: String,
        _ second: String,
        cutoff: Int
    ) -> Int? {
        damerauLevenshtein(first.codePoints, second.codePoints, cutoff: cutoff)
    }
}
