import Testing

@testable import Redline

@Suite("The score of arrays of leaves")
struct LeafArrayScoreTests {
    private func array(_ random: inout SeededGenerator, of leaves: ArraySlice<String>) -> String {
        let count = Int.random(in: 1...12, using: &random)
        let elements = (0..<count).map { _ in leaves.randomElement(using: &random) ?? "" }
        return "[\(elements.joined(separator: ","))]"
    }

    @Test("is that of their alignment", arguments: [2, 4, 8, 12])
    func alignment(variety: Int) throws {
        let leaves = ["1", #""a""#, "1.0", "null", "{}", "[]", "true", "false", "2", "3", "4", "5"]
        var random = SeededGenerator(seed: UInt64(variety))
        for _ in 0..<500 {
            let pair = DocumentPair(
                original: try JSONDocument(parsing: array(&random, of: leaves.prefix(variety))),
                modified: try JSONDocument(parsing: array(&random, of: leaves.suffix(variety)))
            )
            let texts = "\(pair.original.root.text) \(pair.modified.root.text)"
            #expect(LeafArrayScore(pair, 0, 0).score == Alignment(pair, 0, 0).score, "\(texts)")
        }
    }

    @Test("only arrays of single nodes count as such")
    func kinds() throws {
        let texts = ["[1,{},[],null]", "[]", "[[1]]", #"[1,{"a":2}]"#, #"{"a":1}"#, #""a""#]
        let found = try texts.map { text in
            let document = try JSONDocument(parsing: text)
            return LeafArrays.isLeafArray(document.nodes[0], at: 0)
        }
        #expect(found == [true, true, false, false, false, false])
    }
}
