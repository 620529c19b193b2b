extension MeasuringWork {
    /// What comparing an original with a modified document costs at most, the distances and classes
    /// of their changes included.
    ///
    /// More than is done at once is only known to be more. Equal parts cost next to nothing, wherever they stand in objects and at the ends of arrays.
    public static func comparing(original: JSONView, modified: JSONView) -> Self {
        // Small documents cannot be much work, however they differ.
        let crude = ofAnyPair(original.document.extent(of: original.index), modified)
        guard crude > atOnceLimit else { return crude }
        var walk = ComparisonWork(original: original.document, modified: modified.document)
        walk.add(original.index, modified.index)
        return walk.work
    }

    private static func ofAnyPair(_ original: ValueExtent, _ modified: JSONView) -> Self {
        let other = modified.document.extent(of: modified.index)
        var cells = Self.none
        cells.add(original.bytes, other.bytes, 2)
        var work = Self(steps: cells.steps / ComparisonWork.cellsPerStep)
        work.add(original.nodes, other.nodes, 2 * ComparisonWork.stepsPerNode)
        work.add(original.leaves + other.leaves, ComparisonWork.stepsPerChange)
        return work
    }
}

/// How much there is of a value.
struct ValueExtent {
    /// The values and names of members that it consists of.
    var nodes = 0
    /// Its leaves.
    var leaves = 0
    /// The bytes of its text.
    var bytes = 0
}

extension JSONDocument {
    /// How much there is of a value.
    func extent(of value: Int) -> ValueExtent {
        let node = nodes[value]
        return ValueExtent(
            nodes: Int(node.next) - value,
            leaves: Int(node.leaves),
            bytes: Int(node.end - node.start)
        )
    }
}
