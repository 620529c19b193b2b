import Redline
import Testing

@testable import RedlineWeb

/// What a form makes of a document.
@Suite("A draft")
struct DraftTests {
    private static let invoice = """
        {"vendor":"Acme","total":900.00,"paid":false,"note":null,"tags":["a","b"],"none":[],"odd":{},\
        "address":{"a/b":"x","~":"y"},"items":[{"what":"Pens","n":3},{"what":"Ink","n":1e2}]}
        """

    private static func draft(_ json: String = invoice) throws -> Draft {
        Draft(try JSONDocument(parsing: json).root)
    }

    /// The fields that a browser sends of a form that nobody touched.
    private static func fields(_ draft: Draft) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        func visit(_ node: Draft.Node, at place: String) {
            switch node {
            case .leaf(let leaf): fields.append(("v\(place)", sent(leaf.text)))
            case .object(let members):
                for (name, member) in members {
                    visit(member, at: Draft.place(of: name, in: place))
                }
            case .array(let items, _):
                fields.append(("a\(place)", items.map(\.name).joined(separator: ",")))
                for item in items { visit(item.node, at: "\(place)/\(item.name)") }
            }
        }
        visit(draft.root, at: "")
        return fields
    }

    /// Browsers send every line break as a carriage return and a line feed.
    private static func sent(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" { result.append("\r") }
            result.append(scalar)
        }
        return String(result)
    }

    private static func text(_ draft: Draft) -> String {
        String(decoding: draft.data, as: UTF8.self)
    }

    @Test("that nobody touched is the document, to the byte")
    func untouched() throws {
        var draft = try Self.draft()
        draft.take(Self.fields(draft))
        #expect(Self.text(draft) == Self.invoice)
        #expect(draft.confirmed == [])
    }

    @Test(
        "keeps what a field may hold",
        arguments: [
            "", " ", "a\nb", "a\r\nb", "a\rb\n", "\u{202E}abc", "<script>alert(1)</script>", "\"'&",
            "e\u{301}", "👩‍👩‍👧", "\t", "null", "12", "\u{1}",
        ]
    )
    func anyText(text: String) throws {
        var json = JSONWriter()
        json.beginObject()
        json.name("t")
        json.string(text)
        json.endObject()
        var draft = try Self.draft(json.text)
        draft.take(Self.fields(draft))
        #expect(Array(draft.data) == json.bytes)
    }

    @Test("takes what was typed, as what it was before where it can be that")
    func typed() throws {
        let typed: [(String, String, String)] = [
            ("v/vendor", "Acme Ltd", #""vendor":"Acme Ltd""#),
            ("v/vendor", "12", #""vendor":"12""#),
            ("v/total", "90.50", #""total":90.50"#),
            ("v/total", " 7 ", #""total":7"#),
            ("v/total", "about 9", #""total":"about 9""#),
            ("v/total", "1e", #""total":"1e""#),
            ("v/paid", "true", #""paid":true"#),
            ("v/note", "due", #""note":"due""#),
            ("v/tags/o1", "c", #"["a","c"]"#),
            ("v/address/a~1b", "z", #""a/b":"z""#),
            ("v/address/~0", "z", #""~":"z""#),
            ("v/items/o1/n", "100", #""n":100"#),
        ]
        for (name, value, expected) in typed {
            var draft = try Self.draft()
            draft.take(Self.fields(draft) + [(name, value)])
            #expect(Self.text(draft).contains(expected), "\(name)=\(value): \(Self.text(draft))")
        }
    }

    @Test("takes an emptied field out, and leaves an empty one that was empty before")
    func emptied() throws {
        var draft = try Self.draft(#"{"a":"x","b":"","c":null,"d":[1,2]}"#)
        draft.take(Self.fields(draft) + [("v/a", ""), ("v/d/o0", "")])
        #expect(Self.text(draft) == #"{"b":"","c":null,"d":[2]}"#)
    }

    @Test("adds, removes and moves items, with what is in them")
    func items() throws {
        var draft = try Self.draft()
        draft.take(Self.fields(draft) + [("v/items/o0/n", "4"), ("c/items/o1/what", "1")])
        draft.apply(.add(list: "/items"))
        draft.take(
            Self.fields(draft) + [
                ("v/items/n1/what", "Paper"), ("v/items/n1/n", "5"), ("c/items/o1/what", "1"),
            ]
        )
        draft.apply(.up(item: "/items/n1"))
        draft.apply(.up(item: "/items/n1"))
        draft.apply(.up(item: "/items/n1"))
        draft.apply(.down(item: "/items/o0"))
        #expect(
            Self.text(draft).contains(
                #""items":[{"what":"Paper","n":5},{"what":"Ink","n":1e2},{"what":"Pens","n":4}]"#
            )
        )
        // What was confirmed, and what was corrected.
        #expect(draft.confirmed == ["/items/1/what", "/items/0/n"])
        // Typed again from the form's own state, it is the same.
        var again = try Self.draft()
        again.take(Self.fields(draft))
        #expect(Self.text(again) == Self.text(draft))
        draft.apply(.remove(item: "/items/n1"))
        #expect(
            Self.text(draft).contains(#""items":[{"what":"Ink","n":1e2},{"what":"Pens","n":4}]"#)
        )
    }

    @Test("adds to lists of plain values and to empty ones")
    func plainItems() throws {
        var draft = try Self.draft()
        draft.apply(.add(list: "/tags"))
        draft.apply(.add(list: "/none"))
        draft.take(Self.fields(draft) + [("v/tags/n1", "c"), ("v/none/n1", "d")])
        #expect(Self.text(draft).contains(#""tags":["a","b","c"],"none":["d"]"#))
    }

    @Test("is not upset by what no form of ours sends")
    func nonsense() throws {
        var draft = try Self.draft()
        draft.take([
            ("a/items", "o9,n1,nx,,o0,o0"), ("v/items/o9/n", "1"), ("v", "x"), ("a", "o1"),
            ("v/items", "x"), ("action", "remove:/items/o7"),
        ])
        for word in ["", "add", "add:/nowhere", "remove:", "up:/items", "down:/vendor", "x:y"] {
            draft.apply(Draft.Action(word))
        }
        _ = try JSONDocument(parsing: draft.data)
    }

    @Test("grows by no more than there is room for, whatever a form says")
    func forged() throws {
        var draft = try Self.draft(#"{"a":[{"b":[{"c":["x"]}]}],"none":[]}"#)
        let many = (1...5_000).map { "n\($0)" }.joined(separator: ",")
        let same = Array(repeating: "o0", count: 5_000).joined(separator: ",")
        draft.take([
            ("a/a", "\(same),\(many)"), ("a/a/o0/b", many), ("a/a/n1/b", many),
            ("a/a/o0/b/o0/c", many), ("a/none", "n9223372036854775807,n-1,n+1,n01,n0"),
        ])
        #expect(Draft.size(of: draft.root) <= 2 + Draft.newLeafLimit)
        draft.apply(.add(list: "/none"))
        draft.take(Self.fields(draft) + [("v/none/n1", "d")])
        #expect(Self.text(draft).hasSuffix(#""none":["d"]}"#))
    }

    @Test("tells names apart that merely look alike, and takes any name")
    func names() throws {
        let json =
            "{\"caf\u{E9}\":\"1\",\"cafe\u{301}\":\"2\",\"a\\nb\":\"3\",\"a/b~c d\":[\"4\"],\"\":5}"
        var draft = try Self.draft(json)
        draft.take(Self.fields(draft))
        #expect(Array(draft.data) == Array(json.utf8))
        draft.take(
            Self.fields(draft) + [
                ("v" + Draft.place(of: "a\nb", in: ""), "x"),
                ("v" + Draft.place(of: "a/b~c d", in: "") + "/o0", "y"),
            ]
        )
        let changed = json.replacing("\"3\"", with: "\"x\"").replacing("\"4\"", with: "\"y\"")
        #expect(Array(draft.data) == Array(changed.utf8))
        #expect(draft.confirmed == ["/a\nb", "/a~1b~0c d/0"])
        #expect(Self.fields(draft).allSatisfy { $0.name.utf8.allSatisfy { 0x21..<0x7F ~= $0 } })
    }

    @Test("leaves out a new item that nobody filled in")
    func blankItem() throws {
        var draft = try Self.draft()
        draft.apply(.add(list: "/items"))
        draft.apply(.add(list: "/tags"))
        draft.take(Self.fields(draft))
        #expect(Self.text(draft) == Self.invoice)
    }

    @Test("keeps what is too long for a field, and a long text that was typed")
    func longTexts() throws {
        let long = String(repeating: "x", count: Draft.textLimit + 1)
        var draft = try Self.draft("{\"a\":\"\(long)\",\"b\":\"\"}")
        draft.take([("v/a", "short"), ("v/b", long)])
        draft.take(Self.fields(draft).filter { $0.name != "v/a" })
        #expect(Self.text(draft) == "{\"a\":\"\(long)\",\"b\":\"\(long)\"}")
    }

    @Test("is not for a form where it has too many values")
    func large() throws {
        let many =
            "[" + Array(repeating: "1", count: Draft.leafLimit + 1).joined(separator: ",") + "]"
        #expect(try !Self.draft(many).isEditable)
        #expect(try Self.draft().isEditable)
    }
}
