import Redline
import Testing

@testable import RedlineTools

@Suite("A schema of parameters")
struct SchemaTests {
    private static func faults(_ schema: String, _ arguments: String) throws -> [String] {
        let schema = try ParameterSchema(root: try JSONDocument(parsing: schema).root, at: "")
        let faults = schema.faults(of: try JSONDocument(parsing: arguments).root)
        return faults.map(\.pointer)
    }

    /// A value of the parameter `x` by a schema of it; whether it fits.
    @Test(
        "checks each of its keywords",
        arguments: [
            (#"{"type":"string"}"#, #""a""#, #"1"#), (#"{"type":"integer"}"#, "1.0", "1.5"),
            (#"{"type":"number"}"#, "1.5", #""1.5""#), (#"{"type":"boolean"}"#, "true", "1"),
            (#"{"type":["string","null"]}"#, "null", "1"), (#"{"type":"array"}"#, "[]", "{}"),
            (#"{"type":"object"}"#, "{}", "[]"), (#"{"enum":["a",1]}"#, "1.0", #""b""#),
            (#"{"const":{"a":1}}"#, #"{"a":1}"#, #"{"a":2}"#),
            (#"{"minimum":2}"#, "2", "1.9"), (#"{"maximum":2}"#, "2", "2.1"),
            (#"{"exclusiveMinimum":2}"#, "2.1", "2"), (#"{"exclusiveMaximum":2}"#, "1.9", "2"),
            (#"{"minLength":2}"#, #""ab""#, #""a""#), (#"{"maxLength":2}"#, #""ab""#, #""abc""#),
            (#"{"minItems":1}"#, "[1]", "[]"), (#"{"maxItems":1}"#, "[1]", "[1,2]"),
            (#"{"items":{"type":"integer"}}"#, "[1,2]", #"[1,"2"]"#),
            (#"{"anyOf":[{"type":"string"},{"minimum":3}]}"#, "3", "2"),
            (#"{"required":["a"],"properties":{"a":{}}}"#, #"{"a":null}"#, "{}"),
            (#"{"properties":{"a":{"type":"string"}}}"#, #"{"b":1}"#, #"{"a":1}"#),
            (#"{"additionalProperties":false}"#, "{}", #"{"b":1}"#),
            (#"{"additionalProperties":{"type":"string"}}"#, #"{"b":"c"}"#, #"{"b":1}"#),
        ]
    )
    func keywords(schema: String, right: String, wrong: String) throws {
        let whole = #"{"type":"object","properties":{"x":\#(schema)}}"#
        #expect(try Self.faults(whole, #"{"x":\#(right)}"#) == [])
        #expect(try Self.faults(whole, #"{"x":\#(wrong)}"#).first?.hasPrefix("/x") == true)
    }

    @Test("names each place that does not fit, and never what stands there")
    func places() throws {
        let schema = try ParameterSchema(
            root: try JSONDocument(
                parsing: #"""
                    {"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},
                    "b":{"type":"string"},"c":{"type":"array","items":{"maxLength":3}}}}
                    """#
            ).root,
            at: ""
        )
        let arguments = #"{"a":7,"c":["ok","secret"],"d~/e":1}"#
        let faults = schema.faults(of: try JSONDocument(parsing: arguments).root)
        #expect(Set(faults.map(\.pointer)) == ["/a", "/b", "/c/1", "/d~0~1e"])
        #expect(!"\(faults)".contains("secret"))
    }

    @Test("lets nothing through that nobody described, unless it says so")
    func others() throws {
        let closed = #"{"type":"object","properties":{"a":{}}}"#
        let open = #"{"type":"object","properties":{"a":{}},"additionalProperties":true}"#
        #expect(try Self.faults(closed, #"{"a":1,"b":2}"#) == ["/b"])
        #expect(try Self.faults(open, #"{"a":1,"b":2}"#) == [])
        let none = try ParameterSchema(root: nil, at: "")
        #expect(none.faults(of: try JSONDocument(parsing: #"{"a":1}"#).root).count == 1)
    }

    @Test(
        "is refused where a keyword would not be checked",
        arguments: [
            "pattern", "$ref", "oneOf", "allOf", "not", "if", "multipleOf", "uniqueItems",
            "patternProperties", "minProperties", "dependentRequired", "tpye",
        ]
    )
    func unknown(keyword: String) {
        #expect(throws: RegistryFault.self) {
            try ParameterSchema(
                root: try JSONDocument(
                    parsing: #"{"type":"object","properties":{"x":{"\#(keyword)":{}}}}"#
                ).root,
                at: ""
            )
        }
    }
}
