import Redline

/// Stage 2 of an export: what a person made of the AI's data, and what they want of the file.
public struct ModificationsRecord: Recordable {
    /// The workflow.
    public var workflowID: WorkflowID
    /// Whose it is.
    public var owner: String
    /// The data that the person had before them.
    public var originalData: RecordValue
    /// The data as the person left them.
    public var modifiedData: RecordValue
    /// What the person asked for in words; may be empty.
    public var instructions = ""
    /// The format of the file: json, csv, excel or pdf.
    public var exportFormat: String
    /// The template, such as `standard`.
    public var documentTemplate: String
    /// How long the person edited, in seconds.
    public var editingSeconds: Double
    /// The JSON Pointers of the fields that the person confirmed.
    public var reviewedFields: [String] = []
    /// The revision; 1 for the first pass.
    public var revision = 1
    /// When it happened; the time at which it is recorded where it does not say.
    public var timestamp: Timestamp?
    /// Further members of the record, such as `changes` with their `user_reason`.
    public var more: [String: RecordValue] = [:]

    /// Makes a stage 2.
    public init(
        workflowID: WorkflowID,
        owner: String,
        originalData: RecordValue,
        modifiedData: RecordValue,
        exportFormat: String,
        documentTemplate: String,
        editingSeconds: Double
    ) {
        self.workflowID = workflowID
        self.owner = owner
        self.originalData = originalData
        self.modifiedData = modifiedData
        self.exportFormat = exportFormat
        self.documentTemplate = documentTemplate
        self.editingSeconds = editingSeconds
    }

    /// The record as a JSON object.
    public var json: String {
        var preferences = MemberList()
        preferences.add("transformation_instructions", instructions)
        preferences.add("export_format", exportFormat)
        preferences.add("document_template", documentTemplate)
        var actions = MemberList()
        actions.add("editing_time_seconds", editingSeconds)
        var members = MemberList()
        members.add("stage", ExportStage.userModifications.name)
        members.add("export_workflow_id", "\(workflowID)")
        if revision != 1 { members.add("revision", revision) }
        members.add("timestamp", timestamp)
        members.add("owner_email", owner)
        members.add("original_data", originalData)
        members.add("modified_data", modifiedData)
        members.add("user_preferences", preferences)
        members.add("user_actions", actions)
        if !reviewedFields.isEmpty {
            var fields = JSONWriter()
            fields.beginArray()
            for field in reviewedFields { fields.string(field) }
            fields.endArray()
            members.add("reviewed_fields", RecordValue(trusted: fields.text))
        }
        members.add(more)
        return members.text
    }
}
