/// Shifts blocks of words in a text as long as that brings it nearer to the reference.
///
/// A greedy search after tercom: of all shifts of a block that matches the reference elsewhere, the
/// one that lowers the edit distance most; of those, the longest block, the earliest, and the
/// earliest place.
final class ShiftSearch {
    /// The longest block, in words.
    private static let sizeLimit = 10
    /// The furthest that a block may stand from its match, in words.
    private static let distanceLimit = 50
    /// How many shifts are tried before the search is given up.
    private static let candidateLimit = 1_000

    private let count: Int
    private let words: UnsafeMutablePointer<Int32>
    /// The words with a shift that is being tried; else equal to them.
    private let shifted: UnsafeMutablePointer<Int32>
    private let reference: [Int32]
    private let matrix: BeamMatrix
    /// Where in the reference each word stands, by word.
    private let places: [[Int]]
    private var tried = 0

    /// - Parameters:
    ///   - words: The text, not empty; words are numbered from 0 without gaps.
    ///   - reference: The reference, not empty.
    init(words: [Int32], reference: [Int32]) {
        count = words.count
        self.words = .allocate(capacity: count)
        shifted = .allocate(capacity: count)
        self.reference = reference
        var places: [[Int]] = []
        for (index, word) in reference.enumerated() {
            while places.count <= Int(word) {
                places.append([])
            }
            places[Int(word)].append(index)
        }
        self.places = places
        for (index, word) in words.enumerated() {
            (self.words + index).initialize(to: word)
            (shifted + index).initialize(to: word)
        }
        matrix = BeamMatrix(self.words, count: count, reference: reference)
    }

    deinit {
        words.deallocate()
        shifted.deallocate()
    }

    /// The number of shifts that were worth making, and of edits that remain.
    func countEdits() -> Int {
        var shifts = 0
        while let shift = bestShift(), tried < Self.candidateLimit, shift.gain > 0 {
            shifts += 1
            let range = perform(shift)
            (words + range.lowerBound).update(from: shifted + range.lowerBound, count: range.count)
            matrix.update(words, changed: range)
        }
        return shifts + matrix.distance
    }

    /// The best of all shifts that may be made, or of those before there were too many.
    private func bestShift() -> BlockShift? {
        let alignment = WordAlignment(matrix, words, referenceCount: reference.count)
        matrix.prepare(words)
        var best: BlockShift?
        for start in 0..<count {
            // A shift is tried only where the block has an error, and so has its match.
            let least = alignment.nextTextError[start] - start + 1
            guard least <= Self.sizeLimit, Int(words[start]) < places.count else {
                continue
            }
            let candidates = places[Int(words[start])]
            let nearest = start - Self.distanceLimit
            var index = candidates.partitioningIndex { $0 >= nearest }
            while index < candidates.count, candidates[index] <= start + Self.distanceLimit {
                let match = candidates[index]
                let longest = self.longest(start, match)
                let shortest = max(least, alignment.nextReferenceError[match] - match + 1)
                if shortest <= longest {
                    for length in shortest...longest {
                        tryShifts(start, match, length, alignment, &best)
                        guard tried < Self.candidateLimit else {
                            return best
                        }
                    }
                }
                index += 1
            }
        }
        return best
    }

    /// How many words from a place in the text on are those from a place in the reference on.
    private func longest(_ start: Int, _ match: Int) -> Int {
        let limit = min(Self.sizeLimit, count - start, reference.count - match)
        var length = 0
        while length < limit, words[start + length] == reference[match + length] {
            length += 1
        }
        return length
    }

    /// Tries a block at all places around the words that its match in the reference is aligned
    /// with.
    private func tryShifts(
        _ start: Int,
        _ match: Int,
        _ length: Int,
        _ alignment: WordAlignment,
        _ best: inout BlockShift?
    ) {
        guard !(start..<(start + length)).contains(alignment.positions[match]) else {
            return
        }
        var previous = -1
        for place in (match - 1)..<(match + length) {
            let target = place < 0 ? 0 : alignment.positions[place] + 1
            guard target != previous else {
                continue
            }
            previous = target
            tried += 1
            var shift = BlockShift(length: length, start: start, target: target)
            let range = perform(shift)
            shift.gain = matrix.distance - matrix.distance(of: shifted, differingIn: range)
            (shifted + range.lowerBound).update(from: words + range.lowerBound, count: range.count)
            if best.map(shift.isBetter) ?? true {
                best = shift
            }
        }
    }

    /// Makes a shift in `shifted`, and gives the range that it changed.
    private func perform(_ shift: BlockShift) -> Range<Int> {
        let block = shift.start..<(shift.start + shift.length)
        let others: Range<Int>
        if shift.target < shift.start {
            others = shift.target..<shift.start
        } else if shift.target > block.upperBound {
            others = block.upperBound..<shift.target
        } else {
            others = block.upperBound..<min(count, shift.target + shift.length)
        }
        let range =
            min(block.lowerBound, others.lowerBound)..<max(block.upperBound, others.upperBound)
        let isForward = others.lowerBound == block.upperBound
        let (first, second) = isForward ? (others, block) : (block, others)
        (shifted + range.lowerBound).update(from: words + first.lowerBound, count: first.count)
        (shifted + range.lowerBound + first.count)
            .update(from: words + second.lowerBound, count: second.count)
        return range
    }
}

extension [Int] {
    /// The first index whose element fulfils a condition that all elements behind it fulfil too.
    fileprivate func partitioningIndex(where isBehind: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
