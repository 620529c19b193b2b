import Testing

@testable import Redline

@Suite("Comparisons worked out by hand")
struct KnownComparisonTests {
    private func check(_ original: String, _ modified: String, _ lines: [String]) throws {
        let list = try ChangeList(original, modified)
        #expect(list.lines == lines)
        let rebuilt = try Rebuilding.modified(
            from: JSONTree(try JSONDocument(parsing: original).root),
            by: list.changes
        )
        #expect(rebuilt == JSONTree(try JSONDocument(parsing: modified).root))
    }

    @Test(
        "objects are compared by key",
        arguments: [
            (
                #"{"a":{"b":1,"c":2}}"#, #"{"a":{"b":1,"c":3,"d":4}}"#,
                ["A /a/d 4", "M /a/c 2 3"]
            ),
            ("{}", "{}", []),
            ("{}", #"{"a":1}"#, ["A /a 1"]),
            (#"{"a":1}"#, "{}", ["D /a 1"]),
            (#"{"a":null}"#, "{}", ["D /a null"]),
            (#"{"a/b":{"~m":1}}"#, #"{"a/b":{"~m":2}}"#, ["M /a~1b/~0m 1 2"]),
            (#"{"":1}"#, #"{"":2}"#, ["M / 1 2"]),
            (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []),
            (#"{"a":1,"a":2}"#, #"{"a":1}"#, ["M /a 2 1"]),
            ("{\"\u{E9}\":1}", "{\"e\u{301}\":1}", ["A /e\u{301} 1", "D /\u{E9} 1"]),
        ]
    )
    func objects(original: String, modified: String, lines: [String]) throws {
        try check(original, modified, lines)
    }

    @Test(
        "arrays are aligned",
        arguments: [
            (#"["a","b"]"#, #"["x","a","b"]"#, [#"A /0 "x""#]),
            (#"["a","b"]"#, #"["b","c"]"#, [#"A /1 "c""#, #"D /0 "a""#]),
            (#"["a","b"]"#, #"["c"]"#, [#"D /1 "b""#, #"M /0 "a" "c""#]),
            (#"["x","y"]"#, #"["y","x"]"#, [#"A /0 "y""#, #"D /1 "y""#]),
            (#"["a","a"]"#, #"["a"]"#, [#"D /1 "a""#]),
            (#"["a"]"#, #"["a","a"]"#, [#"A /1 "a""#]),
            // The ends first: the last a is kept.
            (#"["b","a","a"]"#, #"["c","a"]"#, [#"D /1 "a""#, #"M /0 "b" "c""#]),
            (#"[1,{"k":2}]"#, #"[{"k":2}]"#, ["D /0 1"]),
            ("[]", "[{}]", ["A /0 {}"]),
            (#"[{"a":1}]"#, #"[{"a":1,"b":2}]"#, ["A /0/b 2"]),
            // Told apart from the one above by the other pointer.
            (#"[{"a":1}]"#, #"[{"b":2},{"a":1}]"#, ["A /0/b 2"]),
            // [1] and {"p":2} have nothing in common: no pair.
            (#"[[1],{"p":1}]"#, #"[{"p":2},{"p":3}]"#, ["A /1/p 3", "D /0/0 1", "M /1/p 1 2"]),
            (
                #"[["a","b"],["c"]]"#, #"[["z"],["a","x","b"],["c"]]"#,
                [#"A /0/0 "z""#, #"A /1/1 "x""#]
            ),
        ]
    )
    func arrays(original: String, modified: String, lines: [String]) throws {
        try check(original, modified, lines)
    }

    @Test(
        "where content becomes a leaf, an object an array, or the reverse",
        arguments: [
            (#"{"a":1}"#, #"{"a":{"x":1,"y":2}}"#, ["A /a/x 1", "A /a/y 2", "D /a 1"]),
            (#"{"a":[1]}"#, #"{"a":{"b":2}}"#, ["A /a/b 2", "D /a/0 1"]),
            (#"{"a":{"x":[]}}"#, #"{"a":5}"#, ["A /a 5", "D /a/x []"]),
            (#"{"a":{}}"#, #"{"a":[]}"#, ["M /a {} []"]),
            (#"{"a":{}}"#, #"{"a":{"b":1}}"#, ["A /a/b 1", "D /a {}"]),
            (#"{"a":[3]}"#, #"{"a":[]}"#, ["A /a []", "D /a/0 3"]),
        ]
    )
    func kinds(original: String, modified: String, lines: [String]) throws {
        try check(original, modified, lines)
    }

    @Test(
        "leaves are compared by type and value",
        arguments: [
            ("[1,100,0.1,9007199254740993]", "[1.0,1e2,0.10,9007199254740993]", []),
            (#"{"a":true}"#, #"{"a":1}"#, ["M /a true 1"]),
            (
                #"{"a":9007199254740993}"#, #"{"a":9007199254740992}"#,
                ["M /a 9007199254740993 9007199254740992"]
            ),
            (#"{"a":1,"b":null}"#, #"{"a":"1","b":""}"#, [#"M /a 1 "1""#, #"M /b null """#]),
            ("{\"a\":\"\u{E9}\"}", "{\"a\":\"e\u{301}\"}", ["M /a \"\u{E9}\" \"e\u{301}\""]),
        ]
    )
    func leaves(original: String, modified: String, lines: [String]) throws {
        try check(original, modified, lines)
    }

    @Test("the root is no leaf", arguments: [("{}", "[]"), ("[]", "{}"), ("1", "2"), ("1", "{}")])
    func root(original: String, modified: String) throws {
        #expect(try ChangeList(original, modified).lines == [])
    }

    @Test("an object at the root against an array: all goes, all comes")
    func rootKinds() throws {
        #expect(try ChangeList(#"{"0":1}"#, "[1]").lines == ["A /0 1", "D /0 1"])
        #expect(try ChangeList(#"{"a":[1,2]}"#, "[]").lines == ["D /a/0 1", "D /a/1 2"])
    }
}
