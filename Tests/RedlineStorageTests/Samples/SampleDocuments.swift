import Redline

/// Documents as they are stored before their export.
enum SampleDocuments {
    static let owner = "ada@example.com"

    static func invoice(
        _ id: String = "invoice-1",
        owner: String = owner,
        data: String = #"{"total": 12.50, "vendor": "ACME"}"#
    ) throws -> ExtractedDocument {
        let text = """
            {"owner_email":"\(owner)","extracted_data":\(data),"source":{"document_type":"invoice",\
            "extraction_method":"OCR","di_confidence":0.9},"field_confidence":{"/total":0.5}}
            """
        return try document(id, text)
    }

    static func document(_ id: String, _ text: String) throws -> ExtractedDocument {
        guard let id = DocumentID(id) else { throw RecordFaults([RecordFault("", "no id")]) }
        return try ExtractedDocument(JSONDocument(parsing: text), id: id)
    }
}
