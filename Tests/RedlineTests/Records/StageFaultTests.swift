import Testing

@testable import Redline

@Suite("Records of stages that break a rule")
struct StageFaultTests {
    private typealias Case = (pointer: String, value: String?, fault: String)

    private func check(_ sample: SampleRecord, _ cases: [Case]) throws {
        for (pointer, value, fault) in cases {
            let found = try sample.faults(with: value, at: pointer)
            #expect(found == ["\(pointer) \(fault)"], "\(pointer) \(value ?? "absent")")
        }
    }

    /// Members that have to be there, and not null.
    private func checkRequired(_ sample: SampleRecord, _ pointers: [String]) throws {
        try check(
            sample,
            pointers.flatMap { [($0, nil, "is required"), ($0, "null", "is required")] }
        )
    }

    @Test("what has to be there")
    func required() throws {
        try checkRequired(
            .initialSummary,
            [
                "/document_id", "/source", "/source/document_type", "/source/extraction_method",
                "/initial_extracted_data", "/ai_initial_summary", "/initial_summary_metadata",
                "/initial_summary_metadata/ai_model",
            ]
        )
        try checkRequired(
            .modifications,
            [
                "/original_data", "/modified_data", "/user_preferences",
                "/user_preferences/transformation_instructions",
                "/user_preferences/export_format", "/user_preferences/document_template",
                "/user_actions", "/user_actions/editing_time_seconds",
            ]
        )
        try checkRequired(
            .deliverable,
            [
                "/ai_final_summary", "/deliverable", "/deliverable/filename",
                "/deliverable/file_size_bytes", "/deliverable/file_format",
                "/deliverable/content_hash", "/workflow_summary",
            ]
        )
        try checkRequired(.feedback, ["/satisfaction_rating"])
    }

    @Test("a record belongs to an owner, and a later stage to a workflow")
    func belonging() throws {
        let noOwner = "is required: a record belongs to an owner"
        let noWorkflow = "is required: the id that stage 1 was answered with"
        try check(
            .initialSummary,
            [("/owner_email", nil, noOwner), ("/owner_email", "null", noOwner)]
        )
        for sample in [SampleRecord.modifications, .deliverable, .feedback] {
            try check(
                sample,
                [
                    ("/export_workflow_id", nil, noWorkflow),
                    ("/export_workflow_id", #""7""#, "must be a UUID"),
                    ("/export_workflow_id", "7", "must be a UUID"),
                ]
            )
        }
    }

    @Test("stage 1")
    func initialSummary() throws {
        let unit = "must be a number from 0 to 1"
        let count = "must be a whole number, 0 or more"
        let time = "must be an RFC 3339 time, such as 2026-01-31T12:00:00Z"
        try check(
            .initialSummary,
            [
                ("/document_id", "7", "must be a string"),
                ("/document_id", #""""#, "must not be empty"),
                ("/owner_email", #""a b""#, "must be \(Owner.rule)"),
                ("/owner_email", #""""#, "must be \(Owner.rule)"),
                ("/owner_email", "[]", "must be a string"),
                ("/source", "[]", "must be an object"),
                ("/source/document_type", #""""#, "must not be empty"),
                ("/source/di_confidence", "1.01", unit),
                ("/source/di_confidence", "-1e-9", unit),
                ("/source/di_confidence", #""0.5""#, unit),
                ("/source/di_confidence", "1e999", unit),
                ("/source/extraction_fields_count", "-1", count),
                ("/source/extraction_fields_count", "1.5", count),
                ("/initial_extracted_data", "[1]", "must be an object"),
                ("/initial_extracted_data", #""{}""#, "must be an object"),
                ("/ai_initial_summary", "[]", "must be a string or an object"),
                ("/ai_initial_summary", "5", "must be a string or an object"),
                ("/initial_summary_metadata", #""m""#, "must be an object"),
                ("/initial_summary_metadata/ai_model", #""""#, "must not be empty"),
                ("/initial_summary_metadata/confidence_score", "88", unit),
                (
                    "/initial_summary_metadata/processing_time_ms", "-1",
                    "must be a number of 0 or more"
                ),
                ("/initial_summary_metadata/tokens_used", "0.5", count),
                ("/field_confidence", "[]", "must be an object"),
                ("/field_confidence/~1total", "2", unit),
                ("/field_confidence/a~1b~0", #""high""#, unit),
                ("/timestamp", #""yesterday""#, time),
                ("/timestamp", "1763691866", time),
                ("/export_workflow_id", #""new""#, "must be a UUID"),
                ("/revision", "0", "must be a whole number, 1 to 10000"),
            ]
        )
    }

    @Test("stage 2")
    func modifications() throws {
        let seconds = "must be a number from 0 to 1000000000000"
        try check(
            .modifications,
            [
                ("/original_data", "5", "must be an object or an array"),
                ("/modified_data", #""[]""#, "must be an object or an array"),
                ("/user_preferences", "[]", "must be an object"),
                ("/user_preferences/export_format", #""""#, "must not be empty"),
                ("/user_preferences/document_template", "1", "must be a string"),
                ("/user_actions", "5", "must be an object"),
                ("/user_actions/editing_time_seconds", "-1", seconds),
                ("/user_actions/editing_time_seconds", #""285""#, seconds),
                ("/user_actions/fields_edited_count", "2.5", "must be a whole number, 0 or more"),
                ("/user_actions/edits_per_minute", "-0.1", seconds),
                ("/changes", "{}", "must be an array"),
                ("/reviewed_fields", "{}", "must be an array of JSON Pointers"),
                ("/reviewed_fields", #"["/a",5]"#, "must be an array of JSON Pointers"),
            ]
        )
        #expect(try SampleRecord.modifications.faults(with: "[1]", at: "/original_data") == [])
        #expect(try SampleRecord.modifications.faults(with: "[]", at: "/modified_data") == [])
    }

    @Test("stage 3")
    func deliverable() throws {
        let hash = "must be sha256: and 64 hex digits"
        let digits = String(repeating: "a", count: 63)
        let fullWidth = String(repeating: "\u{FF21}", count: 21)
        try check(
            .deliverable,
            [
                ("/ai_final_summary", "null", "is required"),
                ("/final_summary_metadata", "[]", "must be an object"),
                ("/final_summary_metadata/ai_model", "5", "must be a string"),
                ("/final_summary_metadata/confidence_score", "1.5", "must be a number from 0 to 1"),
                ("/deliverable/filename", #""""#, "must not be empty"),
                ("/deliverable/file_size_bytes", "-1", "must be a whole number, 0 or more"),
                ("/deliverable/file_size_bytes", #""5""#, "must be a whole number, 0 or more"),
                ("/deliverable/mime_type", "5", "must be a string"),
                ("/deliverable/content_hash", #""""#, "must not be empty"),
                ("/deliverable/content_hash", #""\#(digits)a""#, hash),
                ("/deliverable/content_hash", #""sha256:\#(digits)""#, hash),
                ("/deliverable/content_hash", #""sha256:\#(digits)aa""#, hash),
                ("/deliverable/content_hash", #""sha256:\#(digits)g""#, hash),
                ("/deliverable/content_hash", #""md5:\#(digits)a""#, hash),
                ("/deliverable/content_hash", #""sha256:\#(fullWidth)a""#, hash),
                ("/workflow_summary", "1", "must be an object"),
                ("/workflow_summary/ai_processing_accuracy", "95", "must be a number from 0 to 1"),
                ("/workflow_summary/final_output_quality", "-0.1", "must be a number from 0 to 1"),
                (
                    "/workflow_summary/total_time_seconds", "-1",
                    "must be a number from 0 to 1000000000000"
                ),
            ]
        )
    }

    @Test("stage 4")
    func feedback() throws {
        let stars = "must be a whole number, 1 to 5"
        try check(
            .feedback,
            [
                ("/satisfaction_rating", "0", stars), ("/satisfaction_rating", "6", stars),
                ("/satisfaction_rating", "4.5", stars), ("/satisfaction_rating", #""4""#, stars),
                ("/satisfaction_rating", "0.99999999999999999999", stars),
                ("/feedback_text", "5", "must be a string"),
                ("/quality_rating", #""good""#, "must be a number from 0 to 100"),
                ("/accuracy_rating", "-1", "must be a number from 0 to 100"),
                ("/completeness_rating", "101", "must be a number from 0 to 100"),
            ]
        )
        #expect(try SampleRecord.feedback.faults(with: "5.0", at: "/satisfaction_rating") == [])
    }

    @Test("all faults at once, in the order in which they are found")
    func several() throws {
        let text =
            #"{"stage":"user_feedback","owner_email":"","timestamp":"x","satisfaction_rating":9}"#
        #expect(
            try SampleRecord.faults(of: text) == [
                "/owner_email must be \(Owner.rule)",
                "/export_workflow_id is required: the id that stage 1 was answered with",
                "/timestamp must be an RFC 3339 time, such as 2026-01-31T12:00:00Z",
                "/satisfaction_rating must be a whole number, 1 to 5",
            ]
        )
    }

    @Test("30,000 confidences are read one after the other")
    func manyConfidences() throws {
        let members = (0..<30_000).map { #""/field\#($0)":\#($0 == 29_999 ? "7" : "0.5")"# }
        #expect(
            try SampleRecord.initialSummary.faults(
                with: "{\(members.joined(separator: ","))}",
                at: "/field_confidence"
            ) == ["/field_confidence/~1field29999 must be a number from 0 to 1"]
        )
    }

    @Test("50,000 leaves a document, and no more")
    func leaves() throws {
        let leaves = Array(repeating: "0", count: 50_000).joined(separator: ",")
        let sample = SampleRecord.modifications
        #expect(try sample.faults(with: "[\(leaves)]", at: "/original_data") == [])
        #expect(
            try sample.faults(with: "[\(leaves),0]", at: "/modified_data")
                == ["/modified_data has more than 50000 leaves"]
        )
    }

    @Test("16 MiB of paths a document, and no more: a long name is in the path of each leaf")
    func paths() throws {
        func document(name length: Int) -> String {
            let name = String(repeating: "n", count: length)
            let leaves = Array(repeating: "0", count: 1_024).joined(separator: ",")
            return #"{"\#(name)":[\#(leaves)]}"#
        }
        let sample = SampleRecord.modifications
        // 16 KiB a leaf: the name, an index of up to five digits, and a slash before each.
        let longest = 16 * 1_024 - 7
        #expect(try sample.faults(with: document(name: longest), at: "/original_data") == [])
        #expect(
            try sample.faults(with: document(name: longest + 1), at: "/modified_data") == [
                "/modified_data has names so long that the paths to its leaves are over 16 MiB "
                    + "together"
            ]
        )
    }
}
