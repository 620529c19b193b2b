import Testing

@testable import Redline

@Suite("What a change carries")
struct ChangeTests {
    @Test(
        "the field name and both paths, - where the other side has no such element",
        arguments: [
            (
                #"{"0":[{"1":1,"*":2}]}"#, #"{"0":[{"1":3,"*":4}]}"#,
                ["/0/*/* /0/0/* /0/0/*", "/0/*/1 /0/0/1 /0/0/1"]
            ),
            (#"[{"a":1}]"#, #"[{"a":1,"b":2}]"#, ["/*/b /0/b /0/b"]),
            (#"[{"a":1}]"#, #"[{"b":2},{"a":1}]"#, ["/*/b /-/b /0/b"]),
            (
                #"[{"b":[1,2]},{"a":1}]"#, #"[{"a":1}]"#,
                ["/*/b/* /0/b/0 /-/b/0", "/*/b/* /0/b/1 /-/b/1"]
            ),
            (#"[["a"],["b"]]"#, #"["x",["a"],["b","c"]]"#, ["/* /- /0", "/*/* /1/- /2/1"]),
            (#"{"a":5}"#, #"{"a":{"b":{}}}"#, ["/a /a /a", "/a/b /a/b /a/b"]),
        ]
    )
    func places(original: String, modified: String, places: [String]) throws {
        #expect(try ChangeList(original, modified).places == places)
    }

    @Test("the values, the type and the pattern, in document order")
    func whole() throws {
        let list = try ChangeList(
            #"{"total":"1,234.5","items":[{"n":"a"},{"n":"TOTA"}],"gone":[true],"date":null}"#,
            #"{"total":"1234.50","items":[{"n":"TOTAL"}],"date":"2026-11-21","new":{"x":[]}}"#
        )
        let found = list.changes.map { change in
            [
                change.path, change.changeType.rawValue, change.pattern.rawValue,
                change.original?.text ?? "-", change.modified?.text ?? "-",
            ]
        }
        #expect(
            found == [
                ["/total", "modification", "number_format", #""1,234.5""#, #""1234.50""#],
                ["/items/0/n", "modification", "rewrite", #""a""#, #""TOTAL""#],
                ["/items/1/n", "deletion", "spurious", #""TOTA""#, "-"],
                ["/gone/0", "deletion", "spurious", "true", "-"],
                ["/date", "modification", "filled", "null", #""2026-11-21""#],
                ["/new/x", "addition", "missing", "-", "[]"],
            ]
        )
    }

    @Test("the leaves are counted by field name, in the order of the original")
    func fields() throws {
        let comparison = Comparison(
            original: try JSONDocument(
                parsing: #"{"l":[{"p":1},{"p":2},{"p":3}],"n":"q","e":[],"\u00e9":0}"#
            ).root,
            modified: try JSONDocument(
                parsing: #"{"l":[{"p":1},{"p":3},{"q":4}],"n":"r","e":[],"e\u0301":0}"#
            ).root
        )
        #expect(
            comparison.fields.names == ["/l/*/p", "/n", "/e", "/\u{E9}", "/l/*/q", "/e\u{301}"]
        )
        #expect(
            comparison.fields.counts == [
                LeafCounts(extracted: 3, deleted: 1),
                LeafCounts(extracted: 1, modified: 1),
                LeafCounts(extracted: 1),
                LeafCounts(extracted: 1, deleted: 1),
                LeafCounts(added: 1),
                LeafCounts(added: 1),
            ]
        )
        #expect(comparison.total == LeafCounts(extracted: 6, modified: 1, deleted: 2, added: 2))
        #expect(comparison.total.kept == 3)
        #expect(comparison.total.edited == 5)
        #expect(comparison.changes.count == 5)
    }

    @Test(
        "edits per minute",
        arguments: [(2, 285, 0.42), (0, 60, 0), (3, 0, 0), (1, 0.5, 120)] as [(Int, Double, Double)]
    )
    func editsPerMinute(edits: Int, seconds: Double, rate: Double) {
        #expect(abs(EditingRate.editsPerMinute(edits, seconds: seconds) - rate) < 0.002)
    }
}
