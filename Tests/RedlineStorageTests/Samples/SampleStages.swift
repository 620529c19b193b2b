/// Records of document exports in the shapes of the contract, with every member that it names.
enum SampleStages {
    static let owner = "ada@example.com"
    /// A UUIDv7 that carries 2026-03-04T09:30:00Z.
    static let workflow = "019cb82e-c9c0-7abc-8def-0123456789ab"

    static func initialSummary(
        id: String? = workflow,
        owner: String = owner,
        revision: Int? = nil,
        timestamp: String? = "2026-03-04T09:30:00Z"
    ) -> String {
        """
        {"stage":"initial_ai_summary",\(head(id, owner, revision, timestamp))\
        "document_id":"INV-1","source":{"document_type":"invoice","extraction_method":"OCR",\
        "di_confidence":0.87,"extraction_fields_count":4},\
        "initial_extracted_data":{"vendor":"ACME Co","total":"100.00","lines":[{"sku":"A1"},\
        {"sku":"B2"}]},\
        "ai_initial_summary":"An invoice of ACME Co over 100.00",\
        "initial_summary_metadata":{"ai_model":"gpt-4o","processing_time_ms":1200,\
        "tokens_used":345,"confidence_score":0.91},\
        "field_confidence":{"/vendor":0.6,"/total":0.99},"batch":"2026-03"}
        """
    }

    static func modifications(
        id: String? = workflow,
        owner: String? = owner,
        revision: Int? = nil,
        timestamp: String? = "2026-03-04T09:36:00Z"
    ) -> String {
        """
        {"stage":"user_modifications",\(head(id, owner, revision, timestamp))\
        "original_data":{"vendor":"ACME Co","total":"100.00","currency":"EUR",\
        "lines":[{"sku":"A1"},{"sku":"B2"}]},\
        "modified_data":{"vendor":"ACME Corp","total":"100.00","due":"2026-04-01",\
        "lines":[{"sku":"A0"},{"sku":"A1"},{"sku":"B2"}]},\
        "user_preferences":{"transformation_instructions":"short","export_format":"pdf",\
        "document_template":"financial","template_customization":{"logo":true},\
        "priority_fields":["/total"]},\
        "user_actions":{"fields_edited_count":9,"editing_time_seconds":285,\
        "edits_per_minute":7.5},\
        "changes":[{"field":"vendor","user_reason":"full name"},\
        {"path":"/currency","user_reason":"not on the page"}],\
        "reviewed_fields":["/total"]}
        """
    }

    static func deliverable(
        id: String? = workflow,
        owner: String? = owner,
        revision: Int? = nil,
        timestamp: String? = "2026-03-04T09:40:00Z"
    ) -> String {
        """
        {"stage":"final_summary_and_deliverable",\(head(id, owner, revision, timestamp))\
        "ai_final_summary":"An invoice of ACME Corp over 100.00",\
        "final_summary_metadata":{"ai_model":"gpt-4o-mini","processing_time_ms":800.5,\
        "tokens_used":210,"confidence_score":0.95},\
        "deliverable":{"filename":"invoice.pdf","file_size_bytes":48213,"file_format":"pdf",\
        "content_hash":"sha256:\(String(repeating: "AB", count: 32))","pages":2},\
        "workflow_summary":{"total_time_seconds":600,"ai_processing_accuracy":0.8,\
        "final_output_quality":0.97}}
        """
    }

    static func feedback(
        id: String? = workflow,
        owner: String? = owner,
        revision: Int? = nil,
        timestamp: String? = "2026-03-05T08:00:00Z"
    ) -> String {
        """
        {"stage":"user_feedback",\(head(id, owner, revision, timestamp))\
        "satisfaction_rating":4,"feedback_text":"fine","quality_rating":5,"accuracy_rating":4,\
        "completeness_rating":3,"issues_found":["vendor"]}
        """
    }

    private static func head(
        _ id: String?,
        _ owner: String?,
        _ revision: Int?,
        _ timestamp: String?
    ) -> String {
        var head = ""
        if let id { head += "\"export_workflow_id\":\"\(id)\"," }
        if let owner { head += "\"owner_email\":\"\(owner)\"," }
        if let revision { head += "\"revision\":\(revision)," }
        if let timestamp { head += "\"timestamp\":\"\(timestamp)\"," }
        return head
    }
}
