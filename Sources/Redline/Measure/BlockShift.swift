/// A block of words put elsewhere in its text.
struct BlockShift {
    /// The number of words.
    let length: Int
    /// The first word.
    let start: Int
    /// Where it goes: before the word that stands there, or as far on where that is within the
    /// block.
    let target: Int
    /// How much the edit distance falls.
    var gain = 0

    /// Whether it is preferred: for its gain, then as the longer block, the earlier, or for the
    /// earlier place.
    func isBetter(than other: BlockShift) -> Bool {
        (gain, length, -start, -target) > (other.gain, other.length, -other.start, -other.target)
    }
}
