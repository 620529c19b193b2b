/// What a person made of an export, and which file they want of it.
///
/// Its members are those of a stage 2 as far as they have the same names, so that the same rules
/// hold for them; all of them are looked at again where that stage is put together.
public struct ExportReview: Sendable {
    /// The workflow, where the request names it.
    public let workflowID: WorkflowID?
    /// The owner, where the request or its sender says whose it is.
    public let owner: Owner?
    /// The revision that the person had before them; nil for the latest.
    public let revision: Int?
    /// The data as the person left them; nil where they changed nothing.
    public let modifiedData: JSONView?
    /// What they want of the file (`user_preferences`).
    public let preferences: JSONView
    /// The format of the file, as it is named.
    public let format: String
    /// The name of the template.
    public let template: String
    /// How long the person edited, in seconds, where the client measured that.
    public let editingSeconds: Double?
    /// The request as it was sent.
    public let document: JSONDocument

    /// The template of whoever names none.
    public static let standardTemplate = "standard"

    /// Takes a request for the file of an export.
    ///
    /// - Throws: `RecordFaults` with every rule that it breaks.
    public init(
        _ document: JSONDocument,
        context: RecordContext = RecordContext()
    ) throws(RecordFaults) {
        guard document.root.kind == .object else {
            throw RecordFaults([RecordFault("", "a review must be a JSON object")])
        }
        var reader = MemberReader(document.root)
        var workflowID = context.workflowID
        if let value = reader.value("export_workflow_id") {
            let named = value.string.flatMap { WorkflowID($0) }
            if named == nil { reader.fault("export_workflow_id", "must be a UUID") }
            if let known = workflowID, named != known {
                reader.fault("export_workflow_id", "is another workflow than the one in the path")
            }
            workflowID = named
        }
        owner = reader.owner("owner_email", context)
        revision = reader.integer("revision", in: 1...10_000)
        modifiedData =
            reader.value("modified_data") == nil
            ? nil : reader.requiredDocument("modified_data", mayBeArray: true)
        editingSeconds = reader.number("editing_time_seconds", in: 0...1e12)
        var wishes = reader.requiredObject("user_preferences")
        let format = wishes.requiredString("export_format")
        template =
            wishes.string("document_template", mayBeEmpty: false) ?? Self.standardTemplate
        _ = wishes.string("transformation_instructions")
        reader.absorb(wishes)
        guard reader.faults.isEmpty, let preferences = wishes.object, let format else {
            throw RecordFaults(reader.faults)
        }
        self.workflowID = workflowID
        self.preferences = preferences
        self.format = format
        self.document = document
    }
}
