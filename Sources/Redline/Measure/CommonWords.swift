/// The length of the longest common subsequence of two texts, in words.
///
/// 64 words of the shorter text go through one step of the dynamic programme at once: Hyyrö, "A note
/// on bit-parallel longest common subsequence algorithms" (2004). A bit of a row is 0 where the row's
/// length grows.
enum CommonWords {
    /// Counts the words of a longest common subsequence.
    static func count(_ one: [Int32], _ other: [Int32]) -> Int {
        // Equal ends belong to a longest one.
        var front = 0
        while front < min(one.count, other.count), one[front] == other[front] { front += 1 }
        var back = 0
        while back < min(one.count, other.count) - front,
            one[one.count - 1 - back] == other[other.count - 1 - back]
        {
            back += 1
        }
        let rest = one[front..<(one.count - back)]
        let otherRest = other[front..<(other.count - back)]
        let (short, long) = rest.count <= otherRest.count ? (rest, otherRest) : (otherRest, rest)
        return front + back + (short.isEmpty ? 0 : countBits(short, long))
    }

    private static func countBits(_ short: ArraySlice<Int32>, _ long: ArraySlice<Int32>) -> Int {
        let blocks = (short.count + 63) / 64
        // Where each word stands in the shorter text, `blocks` numbers a word.
        var places: [UInt64] = []
        var starts: [Int32: Int] = [:]
        for (position, word) in short.enumerated() {
            let start = starts[word] ?? places.count
            if start == places.count {
                starts[word] = start
                places.append(contentsOf: repeatElement(0, count: blocks))
            }
            places[start + position / 64] |= 1 << UInt64(position % 64)
        }
        var row = Array(repeating: UInt64.max, count: blocks)
        for word in long {
            guard let start = starts[word] else { continue }
            var carry = false
            for block in 0..<blocks {
                let bits = row[block]
                let place = places[start + block]
                let (sum, overflows) = bits.addingReportingOverflow(bits & place)
                let (carried, overflowsAgain) = sum.addingReportingOverflow(carry ? 1 : 0)
                carry = overflows || overflowsAgain
                row[block] = carried | (bits & ~place)
            }
        }
        // The bits beyond the shorter text have no word, and stay 1.
        return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
    }
}
