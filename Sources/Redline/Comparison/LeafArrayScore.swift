/// The score of two arrays of leaves, without their pairs.
///
/// Two leaves that differ are one changed leaf where they are paired and two where they are not, so
/// that between one kept leaf and the next the longer side says how many leaves change.
struct LeafArrayScore {
    private let pair: DocumentPair
    private let x: Int
    private let y: Int
    private let n: Int
    private let m: Int

    init(_ pair: DocumentPair, _ x: Int, _ y: Int) {
        self.pair = pair
        self.x = x
        self.y = y
        n = Int(pair.original.nodes[x].first)
        m = Int(pair.modified.nodes[y].first)
    }

    var score: Int64 {
        guard let equal = equalPairs else { return scoreOfAll }
        return equal.isEmpty ? changed(n, m) : scoreOfKept(equal)
    }

    @inline(__always)
    private func changed(_ original: Int, _ modified: Int) -> Int64 {
        Int64(max(original, modified)) * Alignment.changedLeaf
    }

    /// The positions of equal elements, in order; nil where they are too many to be tried one
    /// against the other.
    private var equalPairs: [(i: Int, j: Int)]? {
        let a = pair.originalLeafArrays.elements(of: x, count: n)
        let b = pair.modifiedLeafArrays.elements(of: y, count: m)
        var result: [(i: Int, j: Int)] = []
        var i = a.startIndex
        var j = b.startIndex
        while i < a.endIndex, j < b.endIndex {
            if a[i].hash < b[j].hash {
                i += 1
            } else if a[i].hash > b[j].hash {
                j += 1
            } else {
                var k = j
                while k < b.endIndex, b[k].hash == a[i].hash {
                    if pair.areSame(x + 1 + a[i].position, y + 1 + b[k].position) {
                        result.append((a[i].position, b[k].position))
                    }
                    k += 1
                }
                guard result.count * result.count <= n * m else { return nil }
                i += 1
            }
        }
        result.sort { ($0.i, $0.j) < ($1.i, $1.j) }
        return result
    }

    private func scoreOfKept(_ equal: [(i: Int, j: Int)]) -> Int64 {
        var best = changed(n, m)
        // upTo[k]: the least score of what lies before the k-th equal pair and of it.
        var upTo: [Int64] = []
        upTo.reserveCapacity(equal.count)
        for (k, (i, j)) in equal.enumerated() {
            var least = changed(i, j)
            for earlier in 0..<k where equal[earlier].i < i && equal[earlier].j < j {
                let between = changed(i - equal[earlier].i - 1, j - equal[earlier].j - 1)
                least = min(least, upTo[earlier] + between)
            }
            upTo.append(least - 1)
            best = min(best, least - 1 + changed(n - 1 - i, m - 1 - j))
        }
        return best
    }

    /// The score by dynamic programming over all pairs of elements, row by row.
    private var scoreOfAll: Int64 {
        let unit = Alignment.changedLeaf
        var row = (0...m).map { Int64($0) * unit }
        for i in 0..<n {
            var diagonal = row[0]
            row[0] += unit
            for j in 0..<m {
                let above = row[j + 1]
                let isKept = pair.areSame(x + 1 + i, y + 1 + j)
                row[j + 1] = min(min(above, row[j]) + unit, diagonal + (isKept ? -1 : unit))
                diagonal = above
            }
        }
        return row[m]
    }
}
