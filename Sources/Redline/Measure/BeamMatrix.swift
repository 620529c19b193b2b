/// The matrix of edit distances between a text and the reference, as far as it lies in the beam.
///
/// It is held twice: from the beginnings of both on, and from their ends back. Any way through the
/// matrix crosses every row, so the distance of a text of which only some words differ follows from
/// the rows of those words alone.
final class BeamMatrix {
    private let beam: Beam
    /// The reference with a word before and behind it that are like no other.
    private let reference: [Int32]
    /// The distances of the beginnings, then two rows for trying out a shift.
    private let forward: UnsafeMutablePointer<Int32>
    /// The distances of the ends.
    private let backward: UnsafeMutablePointer<Int32>
    /// The first row of `backward` that is right.
    private var backwardStart: Int

    /// - Parameters:
    ///   - words: The text's words.
    ///   - count: The number of the text's words, above 0.
    ///   - reference: The reference's words, not empty; all are above -1.
    init(_ words: UnsafeMutablePointer<Int32>, count: Int, reference: [Int32]) {
        beam = Beam(lastRow: count, lastColumn: reference.count)
        self.reference = [-1] + reference + [-1]
        forward = beam.allocate(rows: count + 3)
        backward = beam.allocate(rows: count + 1)
        backwardStart = count
        for column in beam[0] {
            row(0)[column] = Int32(truncatingIfNeeded: column)
        }
        let end = backward + beam.start(of: count)
        for (offset, column) in beam[count].enumerated() {
            end[offset] = Int32(truncatingIfNeeded: reference.count - column)
        }
        update(words, changed: 0..<count)
    }

    deinit {
        forward.deallocate()
        backward.deallocate()
    }

    /// The number of the text's words.
    var count: Int {
        beam.lastRow
    }

    /// The edit distance of the whole text.
    var distance: Int {
        Int(cell(beam.lastRow, beam.lastColumn))
    }

    /// Takes up new words in a range of the text.
    func update(_ words: UnsafeMutablePointer<Int32>, changed range: Range<Int>) {
        for index in range.lowerBound..<beam.lastRow {
            advance(to: index + 1, over: words[index], from: row(index), into: row(index + 1))
        }
        backwardStart = max(backwardStart, range.upperBound)
    }

    /// Makes ready for ``distance(of:differingIn:)``.
    func prepare(_ words: UnsafeMutablePointer<Int32>) {
        while backwardStart > 1 {
            backwardStart -= 1
            retreat(to: backwardStart, over: words[backwardStart])
        }
    }

    /// The edit distance of a text that differs from that of the matrix only in the words of a
    /// range.
    func distance(of words: UnsafeMutablePointer<Int32>, differingIn range: Range<Int>) -> Int {
        guard !range.isEmpty else {
            return distance
        }
        var above = row(range.lowerBound)
        for index in range {
            let next = row(beam.lastRow + 1 + index % 2)
            advance(to: index + 1, over: words[index], from: above, into: next)
            let end = beam[index + 1].count
            let grows =
                beam[min(index + 2, beam.lastRow)].upperBound - beam[index + 1].upperBound
            for offset in end..<(end + grows) {
                next[offset] = Beam.outside
            }
            above = next
        }
        let rest = backward + beam.start(of: range.upperBound)
        var least = Beam.outside
        for offset in 0..<beam[range.upperBound].count {
            least = min(least, above[offset] + rest[offset])
        }
        return Int(least)
    }

    /// Calls `visit` with each edit of the least costly way through the matrix, the last edit
    /// first, and with the indexes of the words that it concerns (of a word dropped or added, the
    /// other index is that of the word before, or -1).
    ///
    /// Of equally good edits, a word kept or substituted comes first, then a word dropped, then a
    /// word added.
    func trace(
        _ words: UnsafeMutablePointer<Int32>,
        _ visit: (BeamEdit, _ word: Int, _ target: Int) -> Void
    ) {
        var row = beam.lastRow
        var column = beam.lastColumn
        while row > 0 || column > 0 {
            let value = cell(row, column)
            let isSame = row > 0 && words[row - 1] == reference[column]
            let edit: BeamEdit
            if row > 0, column > 0, cell(row - 1, column - 1) + (isSame ? 0 : 1) == value {
                edit = isSame ? .keep : .substitute
            } else if row > 0, cell(row - 1, column) + 1 == value {
                edit = .drop
            } else {
                edit = .add
            }
            visit(edit, row - 1, column - 1)
            row -= edit == .add ? 0 : 1
            column -= edit == .drop ? 0 : 1
        }
    }

    private func row(_ index: Int) -> UnsafeMutablePointer<Int32> {
        forward + beam.start(of: index)
    }

    private func cell(_ row: Int, _ column: Int) -> Int32 {
        guard row > 0 else {
            return Int32(truncatingIfNeeded: column)
        }
        let columns = beam[row]
        return columns.contains(column)
            ? self.row(row)[column - columns.lowerBound] : Beam.outside
    }

    private func advance(
        to row: Int,
        over word: Int32,
        from above: UnsafeMutablePointer<Int32>,
        into result: UnsafeMutablePointer<Int32>
    ) {
        let columns = beam[row]
        let above = above + (columns.lowerBound - beam[row - 1].lowerBound)
        reference.withUnsafeBufferPointer { reference in
            var diagonal = above[-1]
            var left = Beam.outside
            for offset in 0..<columns.count {
                let isOther: Int32 = reference[columns.lowerBound + offset] == word ? 0 : 1
                let up = above[offset]
                left = min(diagonal &+ isOther, min(up, left) &+ 1)
                result[offset] = left
                diagonal = up
            }
        }
    }

    /// Computes a row of `backward`, `word` being the one behind it.
    private func retreat(to row: Int, over word: Int32) {
        let columns = beam[row]
        let below =
            backward + beam.start(of: row + 1)
            + (columns.lowerBound - beam[row + 1].lowerBound)
        let result = backward + beam.start(of: row)
        reference.withUnsafeBufferPointer { reference in
            var diagonal = below[columns.count]
            var right = Beam.outside
            for offset in (0..<columns.count).reversed() {
                let isOther: Int32 = reference[columns.lowerBound + offset + 1] == word ? 0 : 1
                let down = below[offset]
                right = min(diagonal &+ isOther, min(down, right) &+ 1)
                result[offset] = right
                diagonal = down
            }
        }
    }
}
