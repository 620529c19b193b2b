/// How an export workflow is opened: with extracted data, or with a document that is stored.
public enum ExportOpening: Sendable {
    /// The data come with the request.
    case sent
    /// A stored document in that version, or the latest one, of the owner that the request names.
    case stored(owner: Owner?, version: Int?)

    /// Takes the first request of an export.
    ///
    /// - Throws: `RecordFaults` with every rule that it breaks.
    public init(
        _ document: JSONDocument,
        context: RecordContext = RecordContext()
    ) throws(RecordFaults) {
        guard document.root.kind == .object else {
            throw RecordFaults([RecordFault("", "an export must be a JSON object")])
        }
        var reader = MemberReader(document.root)
        let version = reader.integer("version", in: 1...2_147_483_647)
        if reader.value("extracted_data") != nil {
            if version != nil {
                reader.fault("version", "goes with a stored document, not with extracted_data")
            }
            guard reader.faults.isEmpty else { throw RecordFaults(reader.faults) }
            self = .sent
            return
        }
        let owner = reader.owner("owner_email", context)
        for name in ["source", "field_confidence"] where reader.value(name) != nil {
            reader.fault(name, "goes with extracted_data")
        }
        guard reader.faults.isEmpty else { throw RecordFaults(reader.faults) }
        self = .stored(owner: owner, version: version)
    }
}
