import Testing

@testable import Redline

@Suite("What is written is read back")
struct JSONWritingTests {
    @Test("every string of one code point, and of all of them")
    func strings() throws {
        let scalars = (1...0x10FFFF).lazy.compactMap { Unicode.Scalar(UInt32($0)) }
        var text = ""
        for scalar in scalars where scalar.value < 0x3000 || scalar.value % 97 == 0 {
            text.unicodeScalars.append(scalar)
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name(text)
        writer.string(text)
        writer.endObject()
        let members = try JSONDocument(parsing: writer.bytes).root.members
        #expect(members.count == 1)
        #expect(members.first.map { Array($0.name.utf8) } == Array(text.utf8))
        #expect(members.first?.value.string.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(
        "every number",
        arguments: [
            0, -0.0, 1, 0.1, -2.5, 1e15, 1e16, 1e300, .leastNonzeroMagnitude,
            .greatestFiniteMagnitude,
            .leastNormalMagnitude, 1 / 3, 123_456_789.123_456_79,
        ]
    )
    func numbers(value: Double) throws {
        var writer = JSONWriter()
        writer.number(value)
        #expect(try JSONDocument(parsing: writer.bytes).root.double == value)
    }

    @Test("random values")
    func values() throws {
        var source = RandomJSON(seed: 5)
        for _ in 0..<500 {
            let tree = source.value(depth: 4)
            #expect(JSONTree(try JSONDocument(parsing: tree.text).root) == tree)
        }
    }
}
