extension CodePoints {
    /// The text without regard to letter case, for comparing only.
    var folded: CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count)
        for point in self {
            CodePoint.appendFolded(point, to: &result)
        }
        return result
    }

    /// Whether there is nothing but white space.
    var isBlank: Bool {
        allSatisfy(CodePoint.isWhite)
    }

    /// Runs of white space as one space each, none at either end.
    var collapsed: CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count)
        for point in self {
            if !CodePoint.isWhite(point) {
                result.append(point)
            } else if result.last != CodePoint.space, !result.isEmpty {
                result.append(CodePoint.space)
            }
        }
        if result.last == CodePoint.space {
            result.removeLast()
        }
        return result
    }

    /// Whether two texts are equal when those code points are left out that `keeps`, given a text
    /// and an index, does not keep.
    func isEqual(to other: CodePoints, keeping keeps: (CodePoints, Int) -> Bool) -> Bool {
        var mine = 0
        var theirs = 0
        while true {
            while mine < count, !keeps(self, mine) {
                mine += 1
            }
            while theirs < other.count, !keeps(other, theirs) {
                theirs += 1
            }
            guard mine < count, theirs < other.count else {
                return mine == count && theirs == other.count
            }
            guard self[mine] == other[theirs] else {
                return false
            }
            mine += 1
            theirs += 1
        }
    }

    /// Whether the code point is no white space.
    static func isInk(_ text: CodePoints, _ index: Int) -> Bool {
        !CodePoint.isWhite(text[index])
    }

    /// Whether the code point is neither white space nor punctuation; a mark between two digits
    /// counts, for it is part of a number.
    static func isLetter(_ text: CodePoints, _ index: Int) -> Bool {
        let point = text[index]
        guard !CodePoint.isWhite(point) else {
            return false
        }
        guard CodePoint.isPunctuation(point) else {
            return true
        }
        return index > 0 && index + 1 < text.count
            && CodePoint.isDigit(text[index - 1]) && CodePoint.isDigit(text[index + 1])
    }

    /// The words of a folded text: what white space and punctuation separate.
    var words: [ArraySlice<UInt32>] {
        split { CodePoint.isWhite($0) || CodePoint.isPunctuation($0) }
    }
}
