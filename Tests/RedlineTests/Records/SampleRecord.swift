@testable import Redline

/// Valid records in the shapes that clients send.
enum SampleRecord: String, CaseIterable {
    case initialSummary = """
        {"stage":"initial_ai_summary","document_id":"doc-1","owner_email":"ann@example.com",
        "source":{"document_type":"invoice","extraction_method":"OCR","di_confidence":0.93,
        "extraction_fields_count":4},
        "initial_extracted_data":{"total":"1,234.50","items":[{"n":"a"}]},
        "ai_initial_summary":"An invoice of one item.",
        "initial_summary_metadata":{"ai_model":"m-1","processing_time_ms":812.5,
        "tokens_used":420,"confidence_score":0.88},
        "field_confidence":{"/total":0.7,"/items":1,"note":null},
        "timestamp":"2026-11-21T02:24:26Z"}
        """
    case modifications = """
        {"stage":"user_modifications","export_workflow_id":"0193b4c0-7d3e-7a51-8f00-0123456789ab",
        "original_data":{"total":1},"modified_data":{"total":2},
        "user_preferences":{"transformation_instructions":"","export_format":"pdf",
        "document_template":"standard","template_customization":{"logo":true},
        "priority_fields":["total"]},
        "user_actions":{"editing_time_seconds":285,"fields_edited_count":2,
        "edits_per_minute":0.42},
        "changes":[{"field":"total","user_reason":"misread"}],"reviewed_fields":["/total"]}
        """
    case deliverable = """
        {"stage":"final_summary_and_deliverable",
        "export_workflow_id":"0193b4c0-7d3e-7a51-8f00-0123456789ab",
        "ai_final_summary":{"title":"Invoice","lines":["one","two"],"total":3},
        "final_summary_metadata":{"ai_model":"m-2","processing_time_ms":90,"tokens_used":12,
        "confidence_score":1},
        "deliverable":{"filename":"a.pdf","file_size_bytes":52341,"file_format":"pdf","pages":2,
        "content_hash":
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"},
        "workflow_summary":{"total_time_seconds":301.5,"ai_processing_accuracy":0.95,
        "final_output_quality":0.9}}
        """
    case feedback = """
        {"stage":"user_feedback","export_workflow_id":"0193b4c0-7d3e-7a51-8f00-0123456789ab",
        "satisfaction_rating":4,"feedback_text":"Fine.","quality_rating":5,"accuracy_rating":4.5,
        "completeness_rating":3,"issues_found":["a typo"],"revision":2}
        """
    case interaction = """
        {"interaction_id":"INT_20261121_022426_000001","timestamp":"2026-11-21T02:24:26Z",
        "user_id":"u-7","thread_id":"t-1","user_message":"Book a flight.",
        "assistant_response":"Done.","tool_calls":[
        {"tool_name":"search","arguments":{"to":"SFO"},"result":[1],"status":"success",
        "duration_ms":12.5},
        {"tool_name":"book","arguments":"{}","status":"error","error":"no seats"},
        {"tool_name":"pay","arguments":{},"status":"timeout","error":{"code":7}}],
        "metadata":{"model":"m-3","source":"web","assistant_id":"as-1","tokens_used":77,
        "latency_ms":1500.25,"other":true}}
        """

    var tree: JSONTree {
        get throws { JSONTree(try JSONDocument(parsing: rawValue).root) }
    }

    /// The record's faults where the value at a pointer is another one, or none (nil), as lines of
    /// pointer and detail.
    func faults(
        with value: String?,
        at pointer: String,
        context: RecordContext = RecordContext()
    ) throws -> [String] {
        let value = try value.map { JSONTree(try JSONDocument(parsing: $0).root) }
        let parts = pointer.split(separator: "/").map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
        return try Self.faults(of: try tree.setting(parts[...], to: value).text, context: context)
    }

    static func faults(
        of text: String,
        context: RecordContext = RecordContext()
    ) throws -> [String] {
        let document = try JSONDocument(parsing: text)
        do {
            _ = try Record(document, context: context)
            return []
        } catch {
            return error.faults.map { "\($0.pointer) \($0.detail)" }
        }
    }
}

extension JSONTree {
    /// A copy with another value, or none, at a path of names and indexes.
    func setting(_ path: ArraySlice<String>, to value: JSONTree?) -> JSONTree {
        guard let name = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch self {
        case .object(var members):
            let place = members.firstIndex { $0.name == name }
            let inner = place.map { members[$0].value } ?? .object([])
            if let place { members.remove(at: place) }
            if value != nil || !rest.isEmpty {
                let member = Member(name: name, value: inner.setting(rest, to: value))
                members.insert(member, at: place ?? members.endIndex)
            }
            return .object(members)
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].setting(rest, to: value)
            return .array(elements)
        default:
            return self
        }
    }
}
