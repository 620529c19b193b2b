import Redline

extension OpenAPISchemas {
    /// What the export workflow takes and gives.
    static let exports: [(name: String, schema: String)] = [
        (
            "Export",
            """
            {"type":"object","properties":{\(opening),\(review)}}
            """
        ),
        (
            "ExportReview",
            """
            {"type":"object","required":["user_preferences"],"properties":{\(review)}}
            """
        ),
        ("StartedExport", started),
    ]

    private static let opening = """
        "extracted_data":{"type":["object","null"]},\
        "source":{"anyOf":[{"$ref":"#/components/schemas/DocumentSource"},{"type":"null"}]},\
        "field_confidence":{"type":["object","null"]},\
        "version":{"type":["integer","null"],"minimum":1}
        """

    private static let review = """
        "export_workflow_id":{"type":["string","null"],"format":"uuid"},\
        "owner_email":{"anyOf":[{"$ref":"#/components/schemas/Owner"},{"type":"null"}]},\
        "revision":{"type":["integer","null"],"minimum":1,"maximum":10000},\
        "modified_data":{"type":["object","array","null"]},\
        "user_preferences":{"type":"object","required":["export_format"],"properties":{\
        "export_format":{"type":"string","minLength":1},\
        "document_template":{"type":["string","null"],"minLength":1},\
        "transformation_instructions":{"type":["string","null"]},\
        "template_customization":{},"priority_fields":{}}},\
        "editing_time_seconds":{"type":["number","null"],"minimum":0},\
        "changes":{"type":["array","null"]},\
        "reviewed_fields":{"type":["array","null"],"items":{"type":"string"}}
        """

    private static let started = closed(
        [
            "export_workflow_id": workflowID, "document_id": reference("DocumentID"),
            "owner_email": owner, "revision": revision, "status": status, "ai_model": string,
            "ai_summary": #"{"type":["string","object"]}"#, "extracted_data": object,
            "timestamp": time,
        ],
        optional: [
            "expiration_date": time, "durable": words(["spooled"]), "fallback_reason": string,
        ]
    )
}
