/// Two texts without the beginning and the end that they have in common: the shorter one as rows,
/// the longer one as columns of the matrix of distances.
///
/// Code points are numbered densely, so that a row of the pattern's bit masks is found by index.
struct TrimmedPair {
    /// The shorter text.
    let rows: [Int32]
    /// The longer text.
    let columns: [Int32]
    /// How many different code points there are, and one for all that the shorter text has not.
    let symbols: Int

    init(_ first: CodePoints, _ second: CodePoints) {
        let (a, b) = first.count <= second.count ? (first, second) : (second, first)
        var start = 0
        while start < a.count, a[start] == b[start] {
            start += 1
        }
        var end = 0
        while end < a.count - start, a[a.count - 1 - end] == b[b.count - 1 - end] {
            end += 1
        }
        var numbering = SymbolNumbering()
        rows = a[start..<(a.count - end)].map { numbering.number($0) }
        columns = b[start..<(b.count - end)].map { numbering.known($0) }
        symbols = numbering.count
    }

    /// The distance where it is at most `cutoff`.
    func distance(cutoff: Int) -> Int? {
        guard cutoff >= columns.count - rows.count else {
            return nil
        }
        guard !rows.isEmpty else {
            return columns.count
        }
        return MyersBand(self, cutoff: min(cutoff, columns.count)).distance()
    }

    /// The distance, sought in bands that double in width; `nil` where they have too many cells.
    func distance(workLimit: Int) -> Int? {
        guard !rows.isEmpty else {
            return columns.count
        }
        var cutoff = columns.count - rows.count + 128
        var left = workLimit
        while true {
            cutoff = min(cutoff, columns.count)
            let width = min(columns.count, cutoff + 64)
            let (cells, isTooMany) = rows.count.multipliedReportingOverflow(by: width)
            guard !isTooMany, cells <= left else {
                return nil
            }
            left -= cells
            if let distance = distance(cutoff: cutoff) {
                return distance
            }
            cutoff *= 2
        }
    }
}

/// Gives code points small numbers in the order in which they come; 0 is kept for those it does not
/// know.
private struct SymbolNumbering {
    private(set) var count = 1
    private var ascii = [Int32](repeating: 0, count: 128)
    private var others: [UInt32: Int32] = [:]

    mutating func number(_ point: UInt32) -> Int32 {
        let known = known(point)
        guard known == 0 else {
            return known
        }
        let fresh = Int32(truncatingIfNeeded: count)
        count += 1
        if point < 128 {
            ascii[Int(point)] = fresh
        } else {
            others[point] = fresh
        }
        return fresh
    }

    func known(_ point: UInt32) -> Int32 {
        point < 128 ? ascii[Int(point)] : others[point] ?? 0
    }
}
