import Redline
import Testing

@Suite("A document")
struct ExtractedDocumentTests {
    private static let whole = """
        {"document_id":"a b","owner_email":"ana@example.com","extracted_data":{"a":[1,2],"b":{}},\
        "source":{"document_type":"invoice","extraction_method":"OCR","di_confidence":0.5},\
        "field_confidence":{"/a/0":1,"/b":null},"pages":3}
        """

    private func faults(_ text: String, owner: String? = nil) throws -> [String] {
        let id = try #require(DocumentID("a b"))
        let context = RecordContext(owner: owner.flatMap { Owner($0) })
        do {
            _ = try ExtractedDocument(JSONDocument(parsing: text), id: id, context: context)
            return []
        } catch let error as RecordFaults {
            return error.faults.map { "\($0.pointer): \($0.detail)" }
        }
    }

    @Test("says whose it is, what it is and how sure its data are")
    func whole() throws {
        let id = try #require(DocumentID("a b"))
        let document = try ExtractedDocument(JSONDocument(parsing: Self.whole), id: id)
        #expect(document.owner.name == "ana@example.com")
        #expect(document.id == id)
        #expect(document.documentType == "invoice")
        #expect(document.extractionMethod == "OCR")
        #expect(document.extractionConfidence == 0.5)
        #expect(document.extractedData.text == #"{"a":[1,2],"b":{}}"#)
        #expect(document.fieldConfidence?.text == #"{"/a/0":1,"/b":null}"#)
        #expect(document.document.root.text == Self.whole)
    }

    @Test("takes its owner from its sender, and nobody else's name beside")
    func owners() throws {
        let nobody = Self.whole.replacing("\"ana@example.com\"", with: "null")
        #expect(try faults(nobody) == ["/owner_email: is required: a document belongs to an owner"])
        #expect(try faults(nobody, owner: "ben@example.com") == [])
        #expect(try faults(Self.whole, owner: "ana@example.com") == [])
        #expect(
            try faults(Self.whole, owner: "ben@example.com")
                == [
                    "/owner_email: is another owner than the one that the request speaks for"
                ]
        )
    }

    @Test("is refused with each rule that it breaks")
    func broken() throws {
        #expect(
            try faults(
                """
                {"document_id":"b","owner_email":"a b","extracted_data":[],"source":{"di_confidence":2,\
                "document_type":"","extraction_fields_count":-1},"field_confidence":{"/a":"high"}}
                """
            ) == [
                "/document_id: is another document than the one in the path",
                "/owner_email: must be \(Owner.rule)",
                "/source/document_type: must not be empty",
                "/source/extraction_method: is required",
                "/source/di_confidence: must be a number from 0 to 1",
                "/source/extraction_fields_count: must be a whole number, 0 or more",
                "/extracted_data: must be an object",
                "/field_confidence/~1a: must be a number from 0 to 1",
            ]
        )
        #expect(try faults("[]") == [": a document must be a JSON object"])
        #expect(
            try faults("{}", owner: "a")
                == ["/source: is required", "/extracted_data: is required"]
        )
        let leaves = String(repeating: "1,", count: 50_000) + "1"
        #expect(
            try faults(
                Self.whole.replacing("[1,2]", with: "[\(leaves)]")
            ) == ["/extracted_data: has more than 50000 leaves"]
        )
    }

    @Test(
        "has an id of 1 to 200 characters without control characters, told apart to the code point"
    )
    func ids() {
        #expect(DocumentID("") == nil)
        #expect(DocumentID(String(repeating: "é", count: 200)) != nil)
        #expect(DocumentID(String(repeating: "é", count: 201)) == nil)
        for control in ["\u{0}", "\n", "\u{1F}", "\u{7F}", "\u{9F}"] {
            #expect(DocumentID("a\(control)b") == nil)
        }
        #expect(DocumentID("a/ b\\ü🙂 ") != nil)
        #expect(DocumentID("\u{E9}") != DocumentID("e\u{301}"))
        #expect(
            Set([DocumentID("\u{E9}"), DocumentID("e\u{301}"), DocumentID("\u{E9}")]).count == 2
        )
    }
}
