import Redline
import RedlineStorage

/// A review with so many fields and changes of each kind, as records of its stages.
struct SampleReview {
    /// What the workflow's id is made of.
    var workflow: Int
    /// A day of March 2026, between the 2nd and the 8th.
    var day = 2
    var owner = SampleStages.owner
    var revision = 1
    var documentType = "invoice"
    var model = "gpt-4o"
    var template = "financial"
    var format = "pdf"
    /// Fields that the AI gave; their names are f0, f1 and so on.
    var fields: Int
    /// The first of them, which people modified.
    var modified = 0
    /// The last of them, which people deleted.
    var deleted = 0
    /// Fields that people added.
    var added = 0
    var editingSeconds = 60.0
    var initialText = "a b c d"
    var finalText = "a b c d"
    /// What the client claims of stage 2, as members of `user_actions`.
    var claims = ""
    var totalSeconds = 100.0
    var reportedAccuracy = 0.5
    var reportedQuality = 0.8
    var fileBytes = 1_000
    var rating = 4

    /// Stage 1.
    var initialSummary: String {
        """
        {"stage":"initial_ai_summary",\(head("09:00")),"document_id":"D-\(workflow)",\
        "source":{"document_type":"\(documentType)","extraction_method":"OCR",\
        "di_confidence":0.9},"initial_extracted_data":\(original),\
        "ai_initial_summary":"\(initialText)","initial_summary_metadata":{"ai_model":"\(model)",\
        "processing_time_ms":1000,"tokens_used":100,"confidence_score":0.9}}
        """
    }

    /// Stage 2.
    var modifications: String {
        """
        {"stage":"user_modifications",\(head("09:10")),"original_data":\(original),\
        "modified_data":\(approved),"user_preferences":{"transformation_instructions":"",\
        "export_format":"\(format)","document_template":"\(template)"},\
        "user_actions":{"editing_time_seconds":\(editingSeconds)\(claims)}}
        """
    }

    /// Stage 3.
    var deliverable: String {
        """
        {"stage":"final_summary_and_deliverable",\(head("09:20")),\
        "ai_final_summary":"\(finalText)","final_summary_metadata":{"ai_model":"\(model)",\
        "processing_time_ms":500,"tokens_used":10},"deliverable":{"filename":"a.\(format)",\
        "file_size_bytes":\(fileBytes),"file_format":"\(format)",\
        "content_hash":"sha256:\(String(repeating: "ab", count: 32))"},\
        "workflow_summary":{"total_time_seconds":\(totalSeconds),\
        "ai_processing_accuracy":\(reportedAccuracy),"final_output_quality":\(reportedQuality)}}
        """
    }

    /// Stage 4.
    var feedback: String {
        """
        {"stage":"user_feedback",\(head("09:30")),"satisfaction_rating":\(rating)}
        """
    }

    private func head(_ time: String) -> String {
        let digits = String(workflow)
        let id = String(repeating: "0", count: 12 - digits.count) + digits
        return """
            "export_workflow_id":"00000000-0000-4000-8000-\(id)","owner_email":"\(owner)",\
            "revision":\(revision),"timestamp":"2026-03-0\(day)T\(time):00Z"
            """
    }

    private var original: String {
        Self.object((0..<fields).map { ("f\($0)", "\"value \($0)\"") })
    }

    private var approved: String {
        let kept = (0..<(fields - deleted)).map { number in
            ("f\(number)", number < modified ? "\"changed\"" : "\"value \(number)\"")
        }
        return Self.object(kept + (0..<added).map { ("new\($0)", "\"missed\"") })
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}
