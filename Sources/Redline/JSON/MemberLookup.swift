/// Finds members of one object by name, fastest where they are asked for in their own order.
struct MemberLookup {
    private let document: JSONDocument
    private let object: Int
    /// The name behind the one that was found last.
    private var expected: Int
    /// How many names have been looked at in vain; beyond a bound, an index is worth its while.
    private var steps = 0
    private var index: [UInt64: Int] = [:]

    private static let stepLimit = 500

    init(_ document: JSONDocument, _ object: Int) {
        self.document = document
        self.object = object
        expected = object + 1
    }

    /// The value of the member that is named like a member of another object.
    mutating func value(like name: Int, in other: JSONDocument) -> Int? {
        let end = Int(document.nodes[object].next)
        if expected < end, isMatch(expected, name, other) { return take(expected) }
        if steps > Self.stepLimit { return indexed(name, other) }
        var position = object + 1
        while position < end {
            if isMatch(position, name, other) { return take(position) }
            position = Int(document.nodes[position + 1].next)
            steps += 1
        }
        return nil
    }

    private func isMatch(_ position: Int, _ name: Int, _ other: JSONDocument) -> Bool {
        let wanted = other.nodes[name]
        let found = document.nodes[position]
        return found.hash == wanted.hash && !found.flag
            && document.hasSameContent(found, as: wanted, in: other)
    }

    private mutating func take(_ position: Int) -> Int {
        expected = Int(document.nodes[position + 1].next)
        return position + 1
    }

    private mutating func indexed(_ name: Int, _ other: JSONDocument) -> Int? {
        if index.isEmpty { makeIndex() }
        guard let position = index[other.nodes[name].hash] else { return nil }
        if isMatch(position, name, other) { return take(position) }
        // Two names under one hash: the index knows only one of them.
        return other.withContent(of: other.nodes[name]) {
            document.member(of: object, named: $0)
        }
    }

    private mutating func makeIndex() {
        var position = object + 1
        while position < Int(document.nodes[object].next) {
            let name = document.nodes[position]
            if !name.flag { index[name.hash] = position }
            position = Int(document.nodes[position + 1].next)
        }
    }
}
