/// A text and where its words are.
struct WordSequence {
    let text: String
    private(set) var ranges: [Range<String.Index>] = []

    /// The bytes of each word: strings that look alike but are encoded otherwise are different.
    var words: [[UInt8]] {
        ranges.map { Array(text.utf8[$0]) }
    }

    init(_ text: String) {
        self.text = text
        let scalars = text.unicodeScalars
        var start: String.Index?
        for index in scalars.indices {
            let scalar = scalars[index]
            let isBlank = scalar.properties.isWhitespace
            if let wordStart = start, isBlank || Self.isIdeograph(scalar) {
                ranges.append(wordStart..<index)
                start = nil
            }
            if start == nil, !isBlank { start = index }
            if Self.isIdeograph(scalar), let wordStart = start {
                let next = scalars.index(after: index)
                // A mark that combines with the character belongs to it.
                if next == scalars.endIndex || !Self.combines(scalars[next]) {
                    ranges.append(wordStart..<next)
                    start = nil
                }
            }
        }
        if let start { ranges.append(start..<text.endIndex) }
    }

    private static func combines(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.canonicalCombiningClass != .notReordered
            || scalar.properties.isVariationSelector
    }

    /// Whether the scalar belongs to Chinese or Japanese writing, which has no blanks.
    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
