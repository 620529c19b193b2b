/// What people changed in a text, word by word.
public enum TextDifference {
    /// Compares two texts.
    ///
    /// Words are what stands between white space; of scripts written without it, every character is
    /// one. The kept and removed segments together are the old text to the last blank, the kept and
    /// added ones the new text. The work is bounded: texts that have next to nothing in common are
    /// given as one removal and one addition.
    public static func words(_ old: String, _ new: String) -> [Segment] {
        let old = WordSequence(old)
        let new = WordSequence(new)
        let pairs = CommonWords(old.words, new.words).pairs()

        var segments = SegmentList()
        var oldEnd = old.text.startIndex
        var newEnd = new.text.startIndex
        for (oldIndex, newIndex) in pairs {
            let oldWord = old.ranges[oldIndex]
            let newWord = new.ranges[newIndex]
            segments.append(
                old: old.text[oldEnd..<oldWord.lowerBound],
                new: new.text[newEnd..<newWord.lowerBound]
            )
            segments.append(.kept, old.text[oldWord])
            oldEnd = oldWord.upperBound
            newEnd = newWord.upperBound
        }
        segments.append(old: old.text[oldEnd...], new: new.text[newEnd...])
        return segments.segments
    }

    /// The segments as text.
    ///
    /// On a terminal what was removed is red and struck through, what was added green and
    /// underlined; elsewhere they are marked `[-removed-]` and `{+added+}`. Control characters other
    /// than line feeds and tabs are escaped.
    public static func text(_ segments: [Segment], _ style: TextStyle = .plain) -> String {
        segments.map { segment in
            let text = DisplayText.escaped(segment.text, keepingLines: true)
            return switch segment.kind {
            case .kept: text
            case .removed: style.isTerminal ? style.removed(text) : "[-\(text)-]"
            case .added: style.isTerminal ? style.added(text) : "{+\(text)+}"
            }
        }.joined()
    }
}
