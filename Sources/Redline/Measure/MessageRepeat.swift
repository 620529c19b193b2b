/// Whether a message says again what the message before it said.
///
/// Source: `repeat_rate` in the section Interactions and tools of the metric definitions.
public enum MessageRepeat {
    /// The most pairs of code points that a comparison looks at, ends that both messages have in
    /// common left out.
    ///
    /// Messages of up to 18,000 code points are always within it. Beyond, messages count as
    /// different.
    public static let workLimit = 1 << 26

    /// Whether the similarity of two messages, 1 - normalised edit distance in code points, is at
    /// least 0.8.
    ///
    /// The normalised edit distance is the Levenshtein distance over the longer length; two empty
    /// messages are repeats.
    public static func isRepeat(_ message: String, of previous: String) -> Bool {
        if isCertainlyOther(message, than: previous) { return false }
        let first = message.codePoints
        let second = previous.codePoints
        let cutoff = max(first.count, second.count) / 5
        guard abs(first.count - second.count) <= cutoff else {
            return false
        }
        let pair = TrimmedPair(first, second)
        guard pair.columns.count > cutoff else {
            return true
        }
        guard surplus(of: first, over: second) <= cutoff,
            pair.rows.count <= workLimit / (cutoff + 64)
        else {
            return false
        }
        return pair.distance(cutoff: cutoff) != nil
    }

    /// Whether two messages of ASCII alone are told apart by the lower bound of their distance: most
    /// are, and their bytes say so without a copy of either.
    private static func isCertainlyOther(_ message: String, than previous: String) -> Bool {
        let isOther = message.utf8.withContiguousStorageIfAvailable { first in
            previous.utf8.withContiguousStorageIfAvailable { second in
                guard first.allSatisfy({ $0 < 0x80 }), second.allSatisfy({ $0 < 0x80 }) else {
                    return false
                }
                return surplus(of: first, over: second) > max(first.count, second.count) / 5
            }
        }
        return isOther.flatMap(\.self) ?? false
    }

    /// A lower bound of the distance: how many code points, told apart by their last eight bits,
    /// one text has more of than the other.
    private static func surplus(
        of first: some Collection<some UnsignedInteger>,
        over second: some Collection<some UnsignedInteger>
    ) -> Int {
        var balance = [Int](repeating: 0, count: 256)
        for point in first {
            balance[Int(truncatingIfNeeded: point) & 0xFF] += 1
        }
        for point in second {
            balance[Int(truncatingIfNeeded: point) & 0xFF] -= 1
        }
        var more = 0
        var less = 0
        for count in balance {
            more += max(count, 0)
            less += max(-count, 0)
        }
        return max(more, less)
    }
}
