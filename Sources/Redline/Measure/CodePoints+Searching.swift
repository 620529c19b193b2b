extension CodePoints {
    /// The sum of the code points that belong to words: texts of the same words have the same sum.
    var inkSum: Int {
        var sum = 0
        for point in self where !CodePoint.isWhite(point) && !CodePoint.isPunctuation(point) {
            sum += Int(point)
        }
        return sum
    }

    /// Whether the text ends with another.
    func hasSuffix(_ suffix: CodePoints) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }

    /// Whether another text, which must not be empty, occurs within this one; in time that grows
    /// with the sum of their lengths (Knuth, Morris and Pratt 1977).
    func contains(_ other: CodePoints) -> Bool {
        guard other.count <= count else {
            return false
        }
        var borders = [Int](repeating: 0, count: other.count)
        var matched = 0
        for index in other.indices.dropFirst() {
            while matched > 0, other[index] != other[matched] {
                matched = borders[matched - 1]
            }
            matched += other[index] == other[matched] ? 1 : 0
            borders[index] = matched
        }
        matched = 0
        for point in self {
            while matched > 0, point != other[matched] {
                matched = borders[matched - 1]
            }
            matched += point == other[matched] ? 1 : 0
            if matched == other.count {
                return true
            }
        }
        return false
    }
}
