/// The heaviest common subsequence, 64 places of the second sequence at a time: right where very
/// many pairs of elements are equal.
///
/// Hyyrö, "Bit-parallel LCS-length computation revisited" (2004). An element that weighs w counts
/// as w elements of weight 1, which changes neither the weight nor the choice of pairs. The rows
/// of the table are kept at intervals only and made again where the pairs are read off, so that
/// memory grows with the length and its square root alone.
struct DenseSubsequence {
    private let sequences: WeightedSequences
    /// The elements of the first sequence that can have a partner.
    private let rows: [(position: Int, symbol: Int)]
    /// Where each element of the second sequence begins, counted from its end in units of weight.
    private let ends: [Int]
    private let words: Int
    /// The places of the units of symbols that have many of them.
    private let masks: [[[UInt64]]]

    init(_ sequences: WeightedSequences) {
        self.sequences = sequences
        rows = sequences.first.enumerated().compactMap { position, symbol in
            symbol.map { (position, $0) }
        }
        var ends = [Int](repeating: 0, count: sequences.second.count + 1)
        for (j, symbol) in sequences.second.enumerated().reversed() {
            ends[j] = ends[j + 1] + sequences.weights[symbol]
        }
        self.ends = ends
        let words = (ends[0] + 63) / 64
        self.words = words
        // Only symbols with more places than a row has words are worth masks of their own.
        masks = sequences.positions.enumerated().map { symbol, places in
            guard places.count > words else { return [] }
            return (0..<sequences.weights[symbol]).map { unit in
                Self.mask(of: symbol, unit, sequences, ends, words)
            }
        }
    }

    private static func mask(
        of symbol: Int,
        _ unit: Int,
        _ sequences: WeightedSequences,
        _ ends: [Int],
        _ words: Int
    ) -> [UInt64] {
        var mask = [UInt64](repeating: 0, count: words)
        for j in sequences.positions[symbol] {
            let bit = ends[j + 1] + unit
            mask[bit / 64] |= 1 << UInt64(bit % 64)
        }
        return mask
    }

    var pairs: [(Int, Int)] {
        let interval = max(1, Int(Double(rows.count).squareRoot()))
        // A row has a 0 where one more place of the second sequence, from its end, makes the
        // heaviest subsequence of what comes from that row on heavier by 1.
        var row = [UInt64](repeating: .max, count: words)
        var kept = [row]
        for (count, element) in rows.reversed().enumerated() {
            advance(&row, by: element.symbol)
            if (count + 1) % interval == 0 { kept.append(row) }
        }
        var pairs: [(Int, Int)] = []
        var remaining = weight(of: row, from: 0)
        var next = 0
        var block: [[UInt64]] = []
        for (index, element) in rows.enumerated() where remaining > 0 {
            let below = rows.count - 1 - index
            if block.isEmpty {
                // The rows from the last one kept up to this one, to be taken from the end.
                block = [kept[below / interval]]
                for place in (index + 1..<index + 1 + below % interval).reversed() {
                    var row = block[block.count - 1]
                    advance(&row, by: rows[place].symbol)
                    block.append(row)
                }
            }
            let behind = block.removeLast()
            guard let k = sequences.place(of: element.symbol, from: next) else { continue }
            let j = sequences.positions[element.symbol][k]
            let own = sequences.weights[element.symbol]
            // No later partner allows for more than the earliest one.
            guard own + weight(of: behind, from: j + 1) == remaining else { continue }
            pairs.append((element.position, j))
            remaining -= own
            next = j + 1
        }
        return pairs
    }

    /// Takes an element of the first sequence into account.
    private func advance(_ row: inout [UInt64], by symbol: Int) {
        for unit in 0..<sequences.weights[symbol] {
            let mask =
                masks[symbol].isEmpty
                ? Self.mask(of: symbol, unit, sequences, ends, words) : masks[symbol][unit]
            Self.advance(&row, mask)
        }
    }

    private static func advance(_ row: inout [UInt64], _ mask: [UInt64]) {
        mask.withUnsafeBufferPointer { mask in
            row.withUnsafeMutableBufferPointer { row in
                var carry: UInt64 = 0
                var index = 0
                while index < row.count {
                    let value = row[index]
                    let matches = value & mask[index]
                    let (sum, overflow) = value.addingReportingOverflow(matches)
                    let (total, again) = sum.addingReportingOverflow(carry)
                    carry = overflow || again ? 1 : 0
                    row[index] = total | (value & ~matches)
                    index += 1
                }
            }
        }
    }

    /// The heaviest subsequence within the second sequence from an element on.
    private func weight(of row: [UInt64], from element: Int) -> Int {
        let end = ends[element]
        var weight = end
        for index in 0..<(end / 64) { weight -= row[index].nonzeroBitCount }
        if end % 64 > 0 {
            weight -= (row[end / 64] & (1 << UInt64(end % 64) - 1)).nonzeroBitCount
        }
        return weight
    }
}
