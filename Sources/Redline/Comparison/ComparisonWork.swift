/// The walk through two documents that reckons what their comparison costs, in time that grows with
/// their sizes alone.
///
/// It goes where the comparison goes, but aligns nothing: arrays that differ count what their
/// elements between equal ends can cost at most. It ends where it is more than is done at once: how
/// much more is nobody's concern.
struct ComparisonWork {
    /// What a value costs each time that it is held against another.
    static let stepsPerNode = 10
    /// What a change costs: its pointers, its class and its row.
    static let stepsPerChange = 1_500
    /// What two values within arrays within arrays cost, for the scores and once more for the pairs.
    private static let stepsPerNestedPair = 4
    /// How many cells of a matrix of characters a step computes.
    static let cellsPerStep = 16
    /// What a character of a changed value costs, beside the distance.
    private static let stepsPerCharacter = 20
    /// How many pairs of elements a step looks at where equal ones alone are paired.
    private static let equalPairsPerStep = 8

    /// Distances of more cells are not measured: `ChangeDistance` gives up there.
    private static let cellLimit = 1 << 30

    private(set) var work = MeasuringWork.none
    private let original: JSONDocument
    private let modified: JSONDocument

    init(original: JSONDocument, modified: JSONDocument) {
        self.original = original
        self.modified = modified
    }

    /// Adds what comparing two values costs, whose pointer has so many bytes.
    mutating func add(_ x: Int, _ y: Int, below pointer: Int = 0) {
        guard work <= .atOnceLimit else { return }
        let a = original.nodes[x]
        let b = modified.nodes[y]
        guard a.hash != b.hash else {
            work.add(original.extent(of: x).nodes, Self.stepsPerNode)
            return
        }
        switch (a.isLeaf, b.isLeaf, a.kind, b.kind) {
        case (true, true, _, _): leaves(x, y, pointer)
        case (false, false, .object, .object): objects(x, y, pointer)
        case (false, false, .array, .array): arrays(x, y, pointer)
        default:
            change(original, x, pointer)
            change(modified, y, pointer)
        }
    }

    private mutating func objects(_ x: Int, _ y: Int, _ pointer: Int) {
        var members = MemberLookup(modified, y)
        var found = 0
        var position = x + 1
        while position < Int(original.nodes[x].next) {
            let value = position + 1
            if !original.nodes[position].flag {
                let below = pointer + Self.bytes(original.nodes[position])
                if let partner = members.value(like: position, in: original) {
                    found += 1
                    add(value, partner, below: below)
                } else {
                    change(original, value, below)
                }
            }
            position = Int(original.nodes[value].next)
        }
        guard found < Int(modified.nodes[y].first) else { return }
        var reverse = MemberLookup(original, x)
        position = y + 1
        while position < Int(modified.nodes[y].next) {
            let value = position + 1
            if !modified.nodes[position].flag,
                reverse.value(like: position, in: modified) == nil
            {
                change(modified, value, pointer + Self.bytes(modified.nodes[position]))
            }
            position = Int(modified.nodes[value].next)
        }
    }

    private mutating func arrays(_ x: Int, _ y: Int, _ pointer: Int) {
        var first = original.elements(of: x)[...]
        var second = modified.elements(of: y)[...]
        work.add(first.count + second.count, Self.stepsPerNode)
        while let a = first.first, let b = second.first, areEqual(a, b) {
            first.removeFirst()
            second.removeFirst()
        }
        while let a = first.last, let b = second.last, areEqual(a, b) {
            first.removeLast()
            second.removeLast()
        }
        for element in first { change(original, element, pointer + Self.indexBytes) }
        for element in second { change(modified, element, pointer + Self.indexBytes) }
        guard !first.isEmpty, !second.isEmpty else { return }
        let a = ElementExtent(original, first)
        let b = ElementExtent(modified, second)
        if first.count * second.count > Alignment.fullSearchLimit {
            work.add(first.count, second.count / Self.equalPairsPerStep)
            work.add(a.leaves, b.leaves / 64)
        } else {
            work.add(second.count, a.nodes, Self.stepsPerNode)
            work.add(first.count, b.nodes, Self.stepsPerNode)
            work.add(a.nested, b.nested, Self.stepsPerNestedPair, min(a.depth, b.depth))
            distance(a.longest, b.text)
        }
    }

    private mutating func leaves(_ x: Int, _ y: Int, _ pointer: Int) {
        change(original, x, pointer)
        change(modified, y, pointer)
        guard original.nodes[x].kind == .string, modified.nodes[y].kind == .string else { return }
        original.withContent(of: original.nodes[x]) { a in
            modified.withContent(of: modified.nodes[y]) { b in
                var start = 0
                while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
                var end = 0
                while end < min(a.count, b.count) - start,
                    a[a.count - 1 - end] == b[b.count - 1 - end]
                { end += 1 }
                distance(a.count - start - end, b.count - start - end)
            }
        }
    }

    /// An edit distance, sought in bands that double in width.
    private mutating func distance(_ first: Int, _ second: Int) {
        let cells = min(2 * first * second, Self.cellLimit)
        work.add(cells / Self.cellsPerStep)
    }

    /// Every leaf of a value as a change.
    private mutating func change(_ document: JSONDocument, _ value: Int, _ pointer: Int) {
        guard work <= .atOnceLimit else { return }
        let node = document.nodes[value]
        guard !node.isLeaf else {
            work.add(Self.stepsPerChange + 2 * pointer)
            work.add(Self.bytes(node), Self.stepsPerCharacter)
            return
        }
        var position = value + 1
        while position < Int(node.next) {
            if node.kind == .object {
                let below = pointer + Self.bytes(document.nodes[position])
                change(document, position + 1, below)
                position = Int(document.nodes[position + 1].next)
            } else {
                change(document, position, pointer + Self.indexBytes)
                position = Int(document.nodes[position].next)
            }
        }
    }

    private func areEqual(_ x: Int, _ y: Int) -> Bool {
        original.nodes[x].hash == modified.nodes[y].hash
    }

    private static let indexBytes = 4

    private static func bytes(_ node: JSONNode) -> Int { Int(node.end - node.start) }
}

/// How much there is in the elements of an array.
private struct ElementExtent {
    var nodes = 0
    var leaves = 0
    /// Values within arrays within the elements.
    var nested = 0
    /// How deep arrays lie within the elements.
    var depth = 0
    /// The bytes of all strings, and of the longest one.
    var text = 0
    var longest = 0

    init(_ document: JSONDocument, _ elements: ArraySlice<Int>) {
        guard let first = elements.first, let last = elements.last else { return }
        var ends: [Int] = []
        let end = Int(document.nodes[last].next)
        for position in first..<end {
            while let inner = ends.last, inner <= position { ends.removeLast() }
            let node = document.nodes[position]
            nodes += 1
            if !ends.isEmpty { nested += 1 }
            if node.kind == .string {
                text += Int(node.end - node.start)
                longest = max(longest, Int(node.end - node.start))
            }
            if node.kind == .array { ends.append(Int(node.next)) }
            depth = max(depth, ends.count)
        }
        leaves = elements.reduce(0) { $0 + Int(document.nodes[$1].leaves) }
    }
}
