import Testing

@testable import Redline

@Suite("Members of the same name")
struct JSONMemberTests {
    private func root(_ text: String) throws -> JSONView {
        try JSONDocument(parsing: text).root
    }

    @Test("the last one counts")
    func lastCounts() throws {
        let object = try root(#"{"a":1,"b":2,"a":{"c":[1,2,3]},"\u0061":"last"}"#)
        #expect(object["a"]?.text == #""last""#)
        #expect(object.members.map(\.name) == ["b", "a"])
        #expect(object.count == 2)
        #expect(object.leafCount == 2)
        #expect(object.isSame(as: try root(#"{"a":"last","b":2}"#)))
    }

    @Test("in objects of many members too")
    func many() throws {
        let first = (0..<500).map { #""k\#($0)":\#($0)"# }
        let again = (0..<500).filter { $0 % 7 == 0 }.map { #""k\#($0)":null"# }
        let object = try root("{\((first + again + again).joined(separator: ","))}")
        let expected = (0..<500).map { $0 % 7 == 0 ? "null" : String($0) }
        #expect((0..<500).map { object["k\($0)"]?.text } == expected)
        #expect(object.count == 500)
        #expect(object.leafCount == 500)
        #expect(object.members.count == 500)
    }

    @Test("names are told apart by code points")
    func codePoints() throws {
        let object = try root(#"{"\u00e9":1,"e\u0301":2}"#)
        #expect(object.count == 2)
        #expect(object["\u{E9}"]?.text == "1")
        #expect(object["e\u{301}"]?.text == "2")
    }

    @Test("a member replaced by an empty object leaves one leaf")
    func replacedByEmpty() throws {
        let object = try root(#"{"a":[1,2],"a":{}}"#)
        #expect(object.leafCount == 1)
        #expect(object.isSame(as: try root(#"{"a":{}}"#)))
    }
}
