/// Requests of the export workflow.
extension Sample {
    /// What a person wants of the file.
    static func wishes(_ format: String = "json", template: String = "detailed") -> JSON {
        ["export_format": .string(format), "document_template": .string(template)]
    }

    /// What a person made of an export; without data where they changed nothing.
    static func review(
        _ workflow: String,
        _ data: JSON? = nil,
        _ wishes: JSON = Sample.wishes(),
        seconds: Double = 42
    ) -> JSON {
        var review: [String: JSON] = [
            "export_workflow_id": .string(workflow), "user_preferences": wishes,
            "editing_time_seconds": .number(seconds),
        ]
        review["modified_data"] = data
        return .object(review)
    }
}
