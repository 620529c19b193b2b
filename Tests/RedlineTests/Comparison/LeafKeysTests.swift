import Testing

@testable import Redline

@Suite("Numbers of leaves")
struct LeafKeysTests {
    private func keys(_ text: String) throws -> [Int64] {
        LeafKeys(leavesOf: try JSONDocument(parsing: text).root).keys
    }

    @Test("are the same for equal values, and others for others")
    func values() throws {
        #expect(
            try Set(["1", "1.0", "10e-1", "0.1E1"].flatMap { try keys(#"{"a":\#($0)}"#) }).count
                == 1
        )
        let others = try [
            "1", "-1", "10", "0.1", #""1""#, "null", #""null""#, "true", "false", #""""#, "0",
            #""\u00e9""#, #""e\u0301""#, "12", "1.2",
        ].flatMap { try keys(#"{"a":\#($0)}"#) }
        #expect(Set(others).count == 15)
    }

    @Test("are of the field name: array indexes do not count")
    func fields() throws {
        let keys = try keys(
            #"{"a":[{"b":1},{"b":1.0},{"c":1}],"b":1,"a/b":1,"x":{"a":{"b":1}},"a~1b":1,"*":[1]}"#
        )
        #expect(keys.count == 8)
        #expect(keys[0] == keys[1])
        #expect(Set(keys).count == 7)
    }

    @Test("are those of the leaves one by one, of scalars up to 200 bytes")
    func leaves() throws {
        let long = String(repeating: "é", count: 100)
        let text = #"""
            {"a":[{"b/c":"x","~":2},[],{}],"n":null,"t":true,"long":"\#(long)","more":"\#(long)a",
            "digits":1\#(String(repeating: "0", count: 200)),"a":[{"b/c":"y","~":[1,2.5]}]}
            """#
        let root = try JSONDocument(parsing: text).root
        var expected: [Int64?] = []
        root.forEachLeaf { leaf, _, field in
            expected.append(LeafKeys.key(of: leaf, field: field))
        }
        #expect(expected.count == 8)
        #expect(LeafKeys(leavesOf: root).keys == expected.compactMap(\.self))
        #expect(LeafKeys(leavesOf: root).keys.count == 6)
    }

    @Test("of a document that is a leaf itself are none")
    func none() throws {
        #expect(try keys("{}") == [])
        #expect(try keys("1") == [])
    }
}
