import Testing

@testable import Redline

@Suite("Parsing JSON")
struct JSONParsingTests {
    @Test(
        "strings are given unescaped",
        arguments: [
            (#""""#, ""),
            (#""plain""#, "plain"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""/""#, "/"),
            (#""\u0041\u00e9\u00E9""#, "A\u{E9}\u{E9}"),
            (#""\u20AC""#, "\u{20AC}"),
            (#""\uD83D\uDE00""#, "\u{1F600}"),
            (#""a\ud834\udd1eb""#, "a\u{1D11E}b"),
            (#""\uFFFF\uDBFF\uDFFF""#, "\u{FFFF}\u{10FFFF}"),
            (#""\\u0041""#, "\\u0041"),
            (
                "\"\u{7F}\u{2028}\u{1F468}\u{200D}\u{1F469}\"",
                "\u{7F}\u{2028}\u{1F468}\u{200D}\u{1F469}"
            ),
            ("\"before\\tafter\"", "before\tafter"),
        ]
    )
    func strings(text: String, content: String) throws {
        let root = try JSONDocument(parsing: text).root
        #expect(root.kind == .string)
        #expect(root.string.map { Array($0.utf8) } == Array(content.utf8))
        #expect(root.text == text)
    }

    @Test(
        "numbers keep their spelling",
        arguments: ["0", "-0", "1", "-1.5", "0.10", "1e3", "1E+3", "12e-30", "9007199254740993"]
    )
    func numbers(text: String) throws {
        let root = try JSONDocument(parsing: " \(text)\n").root
        #expect(root.kind == .number)
        #expect(root.text == text)
        #expect(root.double == Double(text))
    }

    @Test(
        "whole numbers are whole however they are spelled",
        arguments: [
            ("1", 1), ("1.0", 1), ("1e3", 1_000), ("-0", 0), ("-12.50e1", -125),
            ("9223372036854775807", Int.max), ("9223372036854775808", nil), ("0.5", nil),
            ("1e-1", nil), ("0.99999999999999999999", nil), ("1e400", nil),
        ] as [(String, Int?)]
    )
    func integers(text: String, value: Int?) throws {
        #expect(try JSONDocument(parsing: text).root.integer == value)
    }

    @Test("a document is its values in order, with the leaves of each")
    func tape() throws {
        let text = #" {"a" : [1, {}, [], {"b":null}] , "c":true,"d":"x"} "#
        let root = try JSONDocument(parsing: text).root
        #expect(root.members.map(\.name) == ["a", "c", "d"])
        #expect(root.members.map(\.value.text) == [#"[1, {}, [], {"b":null}]"#, "true", #""x""#])
        #expect(root.members.map(\.value.leafCount) == [4, 1, 1])
        #expect(root.leafCount == 6)
        #expect(root.count == 3)
        let array = try #require(root["a"])
        #expect(array.elements.map(\.kind) == [.number, .object, .array, .object])
        #expect(array.elements.map(\.isLeaf) == [true, true, true, false])
        #expect(array.count == 4)
        #expect(root["c"]?.boolean == true)
        #expect(root["b"] == nil)
        #expect(array["a"] == nil)
        #expect(root.elements.isEmpty)
    }

    @Test("accessors of another kind give nothing")
    func kinds() throws {
        let elements = try JSONDocument(parsing: #"[null,false,1,"1",[],{}]"#).root.elements
        #expect(elements.map(\.string) == [nil, nil, nil, "1", nil, nil])
        #expect(elements.map(\.double) == [nil, nil, 1, nil, nil, nil])
        #expect(elements.map(\.integer) == [nil, nil, 1, nil, nil, nil])
        #expect(elements.map(\.boolean) == [nil, false, nil, nil, nil, nil])
        #expect(elements.map(\.count) == [0, 0, 0, 0, 0, 0])
        #expect(elements.map(\.leafCount) == [1, 1, 1, 1, 1, 1])
    }

    @Test("white space is what JSON calls so")
    func whiteSpace() throws {
        #expect(try JSONDocument(parsing: "\t\r\n [ \t\r\n1 \t,\n2\r] \t\r\n").root.count == 2)
    }

    @Test("a document parsed from a buffer outlives it")
    func buffer() throws {
        let bytes = Array(#"{"k":"a\nb"}"#.utf8)
        let document = try bytes.withUnsafeBytes { source throws(JSONParseError) in
            try JSONDocument(parsing: source)
        }
        #expect(document.root["k"]?.string == "a\nb")
        #expect(document.root.text == #"{"k":"a\nb"}"#)
    }
}
