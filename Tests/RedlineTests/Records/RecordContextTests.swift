import Testing

@testable import Redline

@Suite("What a record's sender says")
struct RecordContextTests {
    private static let workflow = "0193b4c0-7d3e-7a51-8f00-0123456789ab"

    private func record(_ text: String, _ context: RecordContext) throws -> Record {
        try Record(try JSONDocument(parsing: text), context: context)
    }

    @Test("which kind of record it is")
    func kind() throws {
        let names =
            "initial_ai_summary, user_modifications, final_summary_and_deliverable, user_feedback"
        let neither = "or user_message and assistant_response for an interaction"
        #expect(
            try SampleRecord.faults(of: "{}") == ["/stage is required: one of \(names); \(neither)"]
        )
        #expect(
            try SampleRecord.faults(of: #"{"stage":null,"x":1}"#)
                == ["/stage is required: one of \(names); \(neither)"]
        )
        #expect(
            try SampleRecord.faults(of: #"{"stage":"x"}"#) == ["/stage must be one of \(names)"]
        )
        #expect(try SampleRecord.faults(of: #"{"stage":4}"#) == ["/stage must be one of \(names)"])
        for text in ["[]", "5", #""a""#, "null"] {
            #expect(try SampleRecord.faults(of: text) == [" a record must be a JSON object"])
        }
    }

    @Test("the stage of the path stands in for the record's, and must not differ")
    func stage() throws {
        let sample = SampleRecord.feedback
        let context = RecordContext(stage: .userFeedback)
        #expect(try sample.faults(with: nil, at: "/stage", context: context) == [])
        #expect(try SampleRecord.faults(of: sample.rawValue, context: context) == [])
        #expect(
            try SampleRecord.faults(
                of: sample.rawValue,
                context: RecordContext(stage: .userModifications)
            ) == ["/stage must be user_modifications here"]
        )
    }

    @Test("a path that names interactions takes the record for one")
    func interaction() throws {
        let context = RecordContext(isInteraction: true)
        #expect(
            try SampleRecord.faults(of: "{}", context: context) == [
                "/user_id is required: a record belongs to an owner",
                "/user_message is required",
                "/assistant_response is required",
            ]
        )
        let named = try SampleRecord.interaction.tree.setting(["stage"], to: .string("mine"))
        #expect(try SampleRecord.faults(of: named.text, context: context) == [])
    }

    @Test("the owner of the request stands in for the record's")
    func owner() throws {
        let context = RecordContext(owner: Owner("bo@example.com"))
        for (sample, member) in [
            (SampleRecord.initialSummary, "owner_email"), (.interaction, "user_id"),
        ] {
            let text = try sample.tree.setting([member], to: nil).text
            #expect(try record(text, context).owner?.name == "bo@example.com")
        }
        #expect(
            try record(SampleRecord.feedback.rawValue, context).owner?.name == "bo@example.com"
        )
    }

    @Test("and must not be another one", arguments: ["bo@example.com", "ANN@example.com"])
    func otherOwner(name: String) throws {
        let context = RecordContext(owner: Owner(name))
        let fault = "is another owner than the one that the request speaks for"
        #expect(
            try SampleRecord.faults(of: SampleRecord.initialSummary.rawValue, context: context)
                == ["/owner_email \(fault)"]
        )
        #expect(
            try SampleRecord.faults(of: SampleRecord.interaction.rawValue, context: context)
                == ["/user_id \(fault)"]
        )
    }

    @Test("owners that differ only in how an accent is encoded are two owners")
    func accents() throws {
        let context = RecordContext(owner: Owner("ren\u{E9}"))
        let sample = SampleRecord.interaction
        #expect(try sample.faults(with: "\"ren\u{E9}\"", at: "/user_id", context: context) == [])
        #expect(
            try sample.faults(with: "\"rene\u{301}\"", at: "/user_id", context: context)
                == ["/user_id is another owner than the one that the request speaks for"]
        )
    }

    @Test("the workflow of the path stands in for the record's, and must not differ")
    func workflow() throws {
        let sample = SampleRecord.modifications
        let context = RecordContext(workflowID: WorkflowID(Self.workflow))
        let text = try sample.tree.setting(["export_workflow_id"], to: nil).text
        guard case .stage(let stage) = try record(text, context) else {
            Issue.record("not a stage")
            return
        }
        #expect(stage.workflowID?.description == Self.workflow)
        #expect(try SampleRecord.faults(of: sample.rawValue, context: context) == [])
        let other = RecordContext(workflowID: WorkflowID(high: 1, low: 2))
        #expect(
            try SampleRecord.faults(of: sample.rawValue, context: other)
                == ["/export_workflow_id is another workflow than the one in the path"]
        )
    }
}
