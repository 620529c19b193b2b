import Testing

@testable import Redline

@Suite("Random JSON values")
struct JSONPropertyTests {
    @Test("every spelling of a value is parsed to it, and is the same as every other")
    func spellings() throws {
        var source = RandomJSON(seed: 1)
        for _ in 0..<1_500 {
            let tree = source.value(depth: 4)
            let texts = [tree.text, source.spelling(of: tree), source.spelling(of: tree)]
            let documents = try texts.map { try JSONDocument(parsing: $0) }
            let form = CanonicalForm(of: documents[0].root, without: []).bytes
            for (document, text) in zip(documents, texts) {
                #expect(JSONTree(document.root) == tree, "\(text)")
                #expect(document.root.leafCount == tree.size, "\(text)")
                #expect(document.root.isSame(as: documents[0].root), "\(text)")
                #expect(document.root.node.hash == documents[0].root.node.hash, "\(text)")
                #expect(CanonicalForm(of: document.root, without: []).bytes == form, "\(text)")
            }
        }
    }

    @Test("two values are the same exactly where their trees are equal")
    func pairs() throws {
        var source = RandomJSON(seed: 2)
        let values = try (0..<140).map { _ in
            let tree = source.value(depth: 2)
            let root = try JSONDocument(parsing: source.spelling(of: tree)).root
            return (tree: tree, root: root, form: CanonicalForm(of: root, without: []).bytes)
        }
        var same = 0
        for (position, a) in values.enumerated() {
            for b in values[..<position] {
                let expected = a.tree == b.tree
                #expect(a.root.isSame(as: b.root) == expected, "\(a.tree) \(b.tree)")
                #expect((a.form == b.form) == expected, "\(a.tree) \(b.tree)")
                if expected { #expect(a.root.node.hash == b.root.node.hash) }
                same += expected ? 1 : 0
            }
        }
        #expect(same > 100)
    }

    @Test("a value's own text parses to the same value")
    func subtexts() throws {
        var source = RandomJSON(seed: 3)
        for _ in 0..<300 {
            let root = try JSONDocument(parsing: source.spelling(of: source.value(depth: 3))).root
            for inner in root.elements + root.members.map(\.value) {
                #expect(try JSONDocument(parsing: inner.text).root.isSame(as: inner))
            }
        }
    }

    @Test("a text cut short or with a byte changed is parsed or refused, and nothing worse")
    func damage() throws {
        var source = RandomJSON(seed: 4)
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = Array(source.spelling(of: .array([source.value(depth: 3)])).utf8)
            let place = Int.random(in: bytes.indices, using: &source.random)
            if source.random.chance(0.5) {
                bytes.removeSubrange(place...)
            } else {
                bytes[place] = UInt8.random(in: 0...255, using: &source.random)
            }
            do {
                let document = try JSONDocument(parsing: bytes)
                #expect(
                    try JSONDocument(parsing: document.root.text).root.isSame(as: document.root)
                )
            } catch {
                #expect((0...bytes.count).contains(error.offset))
                refused += 1
            }
        }
        #expect(refused > 1_000)
    }
}
