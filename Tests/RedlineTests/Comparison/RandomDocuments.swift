/// Pairs of small random documents that resemble each other.
struct RandomDocuments {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private static let leaves: [JSONTree] = [
        .number("0"), .number("1"), .string("a"), .string("b"), .null, .boolean(true),
        .object([]), .array([]),
    ]

    /// A value of at most that depth.
    mutating func some(depth: Int) -> JSONTree {
        let kind = depth > 0 ? Double.random(in: 0..<1, using: &random) : 0
        if kind < 0.4 { return Self.leaves.randomElement(using: &random) ?? .null }
        if kind < 0.75 {
            return .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in some(depth: depth - 1) }
            )
        }
        let names = ["p", "q", "-", "0"].shuffled(using: &random)
            .prefix(Int.random(in: 1..<4, using: &random))
        return .object(names.map { .init(name: $0, value: some(depth: depth - 1)) })
    }

    /// A document that holds an array.
    mutating func document() -> JSONTree {
        let count = Int.random(in: 0..<5, using: &random)
        return .object([.init(name: "d", value: .array((0..<count).map { _ in some(depth: 2) }))])
    }

    /// A copy with some edits.
    mutating func stirred(_ tree: JSONTree) -> JSONTree {
        if random.chance(0.15) { return some(depth: 1) }
        switch tree {
        case .object(let members):
            let kept = members.filter { _ in random.chance(0.9) }
            return .object(kept.map { .init(name: $0.name, value: stirred($0.value)) })
        case .array(let elements):
            var result: [JSONTree] = []
            for element in elements where !random.chance(0.15) {
                if random.chance(0.2) { result.append(some(depth: 1)) }
                result.append(stirred(element))
            }
            return .array(Array(result.prefix(5)))
        default:
            return tree
        }
    }

    /// An original and a modified document, both objects.
    mutating func pair() -> (original: JSONTree, modified: JSONTree) {
        while true {
            let original = document()
            let modified = random.chance(0.7) ? stirred(original) : document()
            if case .object = modified { return (original, modified) }
        }
    }
}
