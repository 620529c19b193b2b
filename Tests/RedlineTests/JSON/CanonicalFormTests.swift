import Testing

@testable import Redline

@Suite("The canonical form of records")
struct CanonicalFormTests {
    private func form(_ text: String, without names: MemberNames = []) throws -> [UInt8] {
        CanonicalForm(of: try JSONDocument(parsing: text).root, without: names).bytes
    }

    @Test("members are sorted, numbers by value, strings unescaped")
    func bytes() throws {
        let text = #"{"b":[true,false,null], "a\n":"\u00e9", "":{}, "n":-12.50e2, "z":0.0}"#
        let expected =
            "{\"0:{}\"2:a\n\"2:\u{E9}\"1:b[tfn]\"1:n-125e1;\"1:z+e0;}"
        #expect(String(decoding: try form(text), as: UTF8.self) == expected)
    }

    @Test("excluded members do not count, but only those of the record itself")
    func excluded() throws {
        let names: MemberNames = ["id", "timestamp"]
        let one = try form(#"{"id":1,"a":{"id":2},"timestamp":"x"}"#, without: names)
        #expect(one == (try form(#"{"a":{"id":2},"id":{"b":[3]}}"#, without: names)))
        #expect(one == (try form(#"{"a":{"id":2}}"#)))
        #expect(one != (try form(#"{"a":{"id":3}}"#, without: names)))
        #expect(one != (try form(#"{"a":{}}"#, without: names)))
        #expect(try form(#"{"id":1}"#, without: names) == form("{}"))
        #expect(try form(#"{"id":1}"#) != form("{}"))
    }

    @Test("of two members of one name the last counts, excluded or not")
    func duplicates() throws {
        #expect(try form(#"{"a":1,"id":1,"a":2,"id":2}"#, without: ["id"]) == form(#"{"a":2}"#))
    }

    @Test("strings that look like the form's own signs are no trouble")
    func signs() throws {
        let texts = [
            #"{"a":"1:b"}"#, #"{"a":"","b":""}"#, #"{"a\"1:b":""}"#, #"["\"1:a"]"#, #"["","a"]"#,
            "[12,3]", "[1,23]", "[123]", #"["+123e0;"]"#, "[[],[]]", "[[[]]]", #"["tf"]"#,
            "[true,false]",
        ]
        #expect(Set(try texts.map { try form($0) }).count == texts.count)
    }
}
