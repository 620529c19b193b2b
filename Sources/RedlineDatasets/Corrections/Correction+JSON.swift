import Redline

extension JSONWriter {
    /// A correction as a line of NDJSON, without the line's end.
    ///
    /// `cursor` names its place, so that a reading can go on behind it.
    public mutating func correction(_ correction: Correction, withCursor: Bool = true) {
        beginObject()
        name("export_workflow_id")
        string("\(correction.place.workflowID)")
        name("owner_email")
        string(correction.place.owner)
        name("started_at")
        string("\(correction.place.startedAt)")
        name("reviewed_at")
        optionalString(correction.reviewedAt.map { "\($0)" })
        name("revision")
        integer(correction.place.revision)
        name("document_id")
        optionalString(correction.documentID)
        name("document_type")
        optionalString(correction.documentType)
        name("extraction_method")
        optionalString(correction.extractionMethod)
        name("model")
        optionalString(correction.model)
        name("confidence")
        if let confidence = correction.confidence { number(confidence) } else { null() }
        name("template")
        optionalString(correction.template)
        name("field")
        string(correction.field)
        name("path")
        string(correction.path)
        name("original_path")
        string(correction.originalPath)
        name("modified_path")
        string(correction.modifiedPath)
        name("change_type")
        string(correction.changeType.rawValue)
        name("pattern")
        string(correction.pattern.rawValue)
        name("original_value")
        raw(Self.onOneLine(correction.original))
        name("modified_value")
        raw(Self.onOneLine(correction.modified))
        name("user_reason")
        optionalString(correction.reason)
        if withCursor {
            name("cursor")
            string(correction.place.cursor)
        }
        endObject()
    }

    /// A value as it was sent; an empty object may have been sent over several lines.
    private static func onOneLine(_ json: String?) -> String {
        guard let json else { return "null" }
        guard json.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return json }
        return String(json.map { $0.isNewline ? " " : $0 })
    }

    mutating func optionalString(_ value: String?) {
        if let value { string(value) } else { null() }
    }
}
