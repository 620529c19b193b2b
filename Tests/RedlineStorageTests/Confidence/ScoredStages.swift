/// Stages of one workflow whose fields have confidences of their own.
enum ScoredStages {
    static let workflow = "0194f1de-9d4a-4a6f-8c3e-5b1f0f6e7d20"

    private static let original = """
        "vendor":"ACME","total":"100","no":"x","note":"y","empty":[],\
        "lines":[{"sku":"A1","count":1},{"sku":"B2","count":2}]
        """

    static let confidences = """
        {"/vendor":0.9,"/total":0.8,"/lines":0.7,"/lines/0":0.6,"/lines/1":0.5,\
        "/lines/1/count":0.4,"no":0.3,"/note":0.2,"/empty":0.1,"/tax":1}
        """

    /// Stage 1; what is null is left out.
    static func initialSummary(
        id: String = workflow,
        owner: String = SampleStages.owner,
        fields: String? = confidences,
        document: Double? = 0.75,
        extraction: Double? = 0.65
    ) -> String {
        """
        {"stage":"initial_ai_summary","export_workflow_id":"\(id)","owner_email":"\(owner)",\
        "document_id":"D","source":{"document_type":"invoice","extraction_method":"OCR",\
        "di_confidence":\(text(extraction))},"initial_extracted_data":{\(original)},\
        "ai_initial_summary":"s","initial_summary_metadata":{"ai_model":"m",\
        "confidence_score":\(text(document))},"field_confidence":\(fields ?? "null")}
        """
    }

    /// Stage 2: the vendor, the second line's count, the note and the empty list become others.
    static func modifications(
        id: String = workflow,
        owner: String = SampleStages.owner,
        revision: Int = 1,
        modified: String = """
        "vendor":"ACME Corp","total":"100","no":"x","note":"z","empty":[1],\
        "lines":[{"sku":"A1","count":1},{"sku":"B2","count":3}]
        """
    ) -> String {
        """
        {"stage":"user_modifications","export_workflow_id":"\(id)","owner_email":"\(owner)",\
        "revision":\(revision),"original_data":{\(original)},"modified_data":{\(modified)},\
        "user_preferences":{"transformation_instructions":"","export_format":"pdf",\
        "document_template":"standard"},"user_actions":{"editing_time_seconds":60}}
        """
    }

    /// Stage 2 without a change.
    static func approval(id: String = workflow) -> String {
        modifications(id: id, modified: original)
    }

    private static func text(_ number: Double?) -> String {
        number.map { "\($0)" } ?? "null"
    }
}
