import Testing

@testable import Redline

@Suite("JSON leaves")
struct JSONLeafTests {
    @Test("strings are equal by code point")
    func codePoints() {
        #expect(JSONLeaf.string("\u{E9}") != .string("e\u{301}"))
        #expect(JSONLeaf.string("\u{E9}") == .string("\u{E9}"))
        #expect(
            Set([JSONLeaf.string("\u{E9}"), .string("e\u{301}"), .string("\u{E9}")]).count == 2
        )
    }

    @Test("numbers are equal by value, and types differ")
    func types() throws {
        let one = try #require(DecimalNumber(jsonText: "1"))
        let same = try #require(DecimalNumber(jsonText: "1.0"))
        #expect(JSONLeaf.number(one) == .number(same))
        let leaves: [JSONLeaf] = [
            .null, .boolean(true), .boolean(false), .number(one), .number(.zero), .string(""),
            .string("1"), .emptyObject, .emptyArray,
        ]
        #expect(Set(leaves).count == leaves.count)
        #expect(JSONLeaf.emptyObject.hasSameType(as: .emptyArray) == false)
        #expect(JSONLeaf.string("").hasSameType(as: .string("1")))
    }
}
