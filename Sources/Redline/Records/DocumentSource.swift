/// Where extracted data come from.
public struct DocumentSource: Sendable {
    /// The document's type, such as `invoice`.
    public var documentType: String?
    /// How the data were extracted, such as `OCR`.
    public var extractionMethod: String?
    /// The confidence of the extraction, 0 to 1.
    public var extractionConfidence: Double?
}

extension MemberReader {
    /// The member `source`, which has to be there.
    mutating func source() -> DocumentSource {
        var reader = requiredObject("source")
        let source = DocumentSource(
            documentType: reader.requiredString("document_type"),
            extractionMethod: reader.requiredString("extraction_method"),
            extractionConfidence: reader.number("di_confidence", in: 0...1)
        )
        _ = reader.integer("extraction_fields_count", in: 0...Int.max)
        absorb(reader)
        return source
    }

    /// The member `field_confidence`: how sure the extraction is of single values.
    mutating func fieldConfidence() -> JSONView? {
        var reader = object("field_confidence")
        for (name, value) in reader.object?.members ?? [] where value.kind != .null {
            _ = reader.number(value, name, in: 0...1)
        }
        absorb(reader)
        return reader.object
    }
}
