/// A valid document: the data that were extracted from it, with their source.
public struct ExtractedDocument: Sendable {
    /// Whose it is.
    public let owner: Owner
    /// Which document it is.
    public let id: DocumentID
    /// Its type, such as `invoice`.
    public let documentType: String
    /// How the data were extracted, such as `OCR`.
    public let extractionMethod: String
    /// The confidence of the extraction, 0 to 1.
    public let extractionConfidence: Double?
    /// The extracted data.
    public let extractedData: JSONView
    /// The confidences of single fields, as they were sent.
    public let fieldConfidence: JSONView?
    /// What was sent.
    public let document: JSONDocument

    /// Takes a parsed text as the document of that id.
    ///
    /// The context says for whom the sender speaks.
    ///
    /// - Throws: `RecordFaults` with every rule that it breaks.
    public init(
        _ document: JSONDocument,
        id: DocumentID,
        context: RecordContext = RecordContext()
    ) throws(RecordFaults) {
        guard document.root.kind == .object else {
            throw RecordFaults([RecordFault("", "a document must be a JSON object")])
        }
        var reader = MemberReader(document.root)
        if let named = reader.string("document_id"), ExactText(named) != ExactText(id.text) {
            reader.fault("document_id", "is another document than the one in the path")
        }
        let owner = reader.owner("owner_email", context)
        if owner == nil, reader.value("owner_email") == nil {
            reader.fault("owner_email", "is required: a document belongs to an owner")
        }
        let source = reader.source()
        let data = reader.requiredDocument("extracted_data", mayBeArray: false)
        let fieldConfidence = reader.fieldConfidence()
        guard reader.faults.isEmpty, let owner, let data, let type = source.documentType,
            let method = source.extractionMethod
        else { throw RecordFaults(reader.faults) }
        self.owner = owner
        self.id = id
        self.document = document
        documentType = type
        extractionMethod = method
        extractionConfidence = source.extractionConfidence
        extractedData = data
        self.fieldConfidence = fieldConfidence
    }
}
