import Testing

@testable import Redline

@Suite("Whether two JSON values are the same")
struct JSONEqualityTests {
    private func areSame(_ x: String, _ y: String) throws -> Bool {
        let a = try JSONDocument(parsing: x).root
        let b = try JSONDocument(parsing: y).root
        let result = a.isSame(as: b)
        #expect(b.isSame(as: a) == result)
        if result { #expect(a.node.hash == b.node.hash) }
        let canonical = CanonicalForm(of: a, without: []).bytes
        #expect((canonical == CanonicalForm(of: b, without: []).bytes) == result)
        return result
    }

    @Test(
        "the same, spelled otherwise",
        arguments: [
            ("1", "1.0"), ("1", "1e0"), ("1", "10e-1"), ("1", "0.1E+1"), ("100", "1e2"),
            ("-0", "0"), ("0", "0.000"), ("0", "0e999"), ("0e-5", "-0e7"), ("-1.50", "-15e-1"),
            ("0.001", "1e-3"), ("1200", "12e2"), ("12.0e2", "1200.000"), ("105", "10.5e1"),
            ("9007199254740993", "9007199254740993.0"), ("1e-1000", "0.1e-999"),
            (#""A""#, #""\u0041""#), (#""/""#, #""\/""#), (#""😀""#, #""\uD83D\ude00""#),
            (#"{"a":1,"b":2}"#, #"{"b":2.0, "a":1}"#),
            (#"{"a":1}"#, #"{"a":9,"a":1}"#),
            (#"[1,[2,{}]]"#, "[ 1.0 , [ 2e0 , { } ] ]"),
            ("null", " null "), ("[]", "[ ]"),
        ]
    )
    func same(x: String, y: String) throws {
        #expect(try areSame(x, y))
    }

    @Test(
        "different",
        arguments: [
            ("1", "-1"), ("1", "10"), ("1", "0.1"), ("12", "21"), ("105", "15"), ("1", #""1""#),
            ("9007199254740993", "9007199254740992"), ("1e999", "1e1000"), ("0.1", "0.10000001"),
            ("0", "null"), ("0", "false"), ("false", "true"), ("null", #""""#), ("{}", "[]"),
            ("[]", "null"), ("[1,2]", "[2,1]"), ("[1]", "[1,1]"), ("[[1],2]", "[[1,2]]"),
            ("[[]]", "[]"), ("[[],[]]", "[[[]]]"), (#"{"a":1}"#, #"{"b":1}"#),
            (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":1}"#, #"{"a":1,"b":null}"#),
            (#"{"a":1,"a":2}"#, #"{"a":1}"#), (#""\u00e9""#, #""e\u0301""#),
            (#"{"\u00e9":1}"#, #"{"e\u0301":1}"#), (#""a""#, #""A""#),
            (#"["ab",""]"#, #"["a","b"]"#),
            (#"{"a":"b"}"#, #"["a","b"]"#), (#"{"a":{"b":1}}"#, #"{"a":{},"b":1}"#),
        ]
    )
    func different(x: String, y: String) throws {
        #expect(try !areSame(x, y))
    }
}
