import Redline
import RedlineRedaction
import Testing

@testable import RedlineStorage

@Suite("Redaction of records")
struct RecordRedactionTests {
    /// HMAC-SHA-256 under the key, by Python's hmac: the first 16 digits.
    private static let email = "[EMAIL:bd096426c73b7a7e]"
    private static let phone = "[PHONE:26d5edba8bc4a213]"
    private static let card = "[CARD:9b34e238bc416d3c]"
    private static let address = "[IP:46afc76f508245ab]"

    private func redacted(
        _ json: String,
        _ kinds: Set<PersonalData> = Set(PersonalData.allCases)
    ) throws -> String? {
        let key = try #require(RedactionKey(text: String(repeating: "0f", count: 32) + "\n"))
        let record = try Record(try JSONDocument(parsing: json))
        let text = RecordRedaction(kinds, key: key).redacted(record)
        return text.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Each § has to be replaced, and nothing else.
    private func expectMarked(
        _ record: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(
            try redacted(record.replacing("§", with: "ann@example.com"))
                == record.replacing("§", with: Self.email),
            sourceLocation: sourceLocation
        )
    }

    @Test("reaches every place of stage 1 but names, ids and times")
    func initialSummary() throws {
        let kept = "bob@example.com"
        try expectMarked(
            """
            {"stage":"initial_ai_summary", "owner_email":"\(kept)", "document_id":"\(kept)",
             "source":{"document_type":"\(kept)","extraction_method":"\(kept)","scanner":"§"},
             "initial_extracted_data":{"\(kept)":["§",{"deep":[["to §, 2026-03-04"]]}]},
             "ai_initial_summary":{"a":"§","b":"\\u00e9 § \\n"},"unknown":"§","other":{"x":["§"]},
             "field_confidence":{"/a":0.50},
             "initial_summary_metadata":{"ai_model":"\(kept)","tokens_used":41,"prompt":"§"},
             "timestamp":"2026-03-04T09:30:00Z", "export_workflow_id":"\(SampleStages.workflow)"}
            """
            .replacing("\\u00e9", with: "é")
        )
    }

    @Test("reaches every place of the later stages but names, ids and times")
    func laterStages() throws {
        let kept = "bob@example.com"
        let head = #""export_workflow_id":"\#(SampleStages.workflow)","owner_email":"\#(kept)""#
        try expectMarked(
            """
            {"stage":"user_modifications",\(head),"original_data":{"a":"§"},
             "modified_data":[{"a":"cc §"}],"reviewed_fields":["/\(kept)"],
             "user_preferences":{"transformation_instructions":"mail §","export_format":"\(kept)",
             "document_template":"\(kept)","priority_fields":["\(kept)"],
             "template_customization":{"footer":"§"}},
             "user_actions":{"editing_time_seconds":1,"who":"§"},
             "changes":[{"field":"\(kept)","path":"/\(kept)","user_reason":"§",
             "original_value":"§","modified_value":["§"]}]}
            """
        )
        try expectMarked(
            """
            {"stage":"final_summary_and_deliverable",\(head),"ai_final_summary":"§",
             "final_summary_metadata":{"ai_model":"\(kept)","note":"§"},
             "deliverable":{"filename":"for § 1.pdf","file_size_bytes":1,"file_format":"pdf",
             "content_hash":"sha256:\(String(repeating: "4111", count: 16))"},
             "workflow_summary":{"total_time_seconds":1,"who":"§"}}
            """
        )
        try expectMarked(
            """
            {"stage":"user_feedback",\(head),"satisfaction_rating":4,"feedback_text":"§",
             "issues_found":["§",{"x":"§"}]}
            """
        )
    }

    @Test("reaches every place of an interaction but names, ids and times")
    func interactions() throws {
        let kept = "bob@example.com"
        try expectMarked(
            """
            {"user_id":"\(kept)","interaction_id":"\(kept)","thread_id":"\(kept)",
             "user_message":"I am §","assistant_response":"Hello §","tool_calls":[
             {"tool_name":"\(kept)","arguments":{"to":"§"},"result":["§"],"status":"not to §",
             "error":"no §"},{"tool_name":"x","status":"failed","error":{"m":["§"]}}],
             "metadata":{"model":"\(kept)","assistant_id":"\(kept)","source":"§","a":{"b":"§"}}}
            """
        )
        // Metadata whose names are no names is content.
        try expectMarked(
            #"{"user_id":"u","user_message":"x","assistant_response":"y","#
                + #""metadata":{"model":{"x":"§"},"assistant_id":["§"]}}"#
        )
    }

    @Test("finds the number of a card that was sent as a number, where the shape is the client's")
    func numbers() throws {
        let record = """
            {"user_id":"u","user_message":"x","assistant_response":"","tool_calls":[{"tool_name":\
            "pay","arguments":{"pan":§,"order":4111111111111112},"status":"success",\
            "duration_ms":371449635398431}],"metadata":{"tokens_used":4111111111111111}}
            """
        #expect(
            try redacted(record.replacing("§", with: "4111111111111111"))
                == record.replacing("§", with: "\"\(Self.card)\"")
        )
    }

    @Test("reads strings that are JSON themselves, at any depth of escapes")
    func nested() throws {
        func record(_ arguments: String) -> String {
            var writer = JSONWriter()
            writer.string(arguments)
            return #"{"user_id":"u","user_message":"x","assistant_response":"","#
                + #""tool_calls":[{"tool_name":"t","status":"success","arguments":"#
                + writer.text + "}]}"
        }
        // Behind an escaped line break, an n would be a part of the number or of the address.
        let inner =
            #"{"a":"Call\n+49 30 1234567","#
            + #""b\nann@example.com":["{\"c\":\"x\\n10.1.2.3\"}", 4111111111111111]}"#
        let expected =
            #"{"a":"Call\n\#(Self.phone)","#
            + #""b\n\#(Self.email)":["{\"c\":\"x\\n\#(Self.address)\"}", "\#(Self.card)"]}"#
        #expect(try redacted(record(inner)) == record(expected))
        // What only begins like JSON is text.
        #expect(try redacted(record("{ann@example.com")) == record("{\(Self.email)"))
    }

    @Test("leaves nothing in members that a later one of the same name replaces")
    func replacedMembers() throws {
        try expectMarked(
            #"{"user_id":"§","user_id":"u","user_message":"§","user_message":"x","#
                + #""assistant_response":"y","metadata":{"a":"§","a":"b"}}"#
        )
    }

    @Test("replaces the kinds that were asked for alone, and nothing a second time")
    func kinds() throws {
        let record =
            #"{"user_id":"u","user_message":"ann@example.com 10.1.2.3 +49 30 1234567","#
            + #""assistant_response":"4111 1111 1111 1111"}"#
        let once = try #require(try redacted(record, [.ip, .phone]))
        #expect(
            once
                == record.replacing("10.1.2.3", with: Self.address)
                .replacing("+49 30 1234567", with: Self.phone)
        )
        #expect(try redacted(once, [.ip, .phone]) == nil)
        #expect(try redacted(SampleStages.modifications()) == nil)
    }

    @Test("refuses a record that placeholders make larger than a record may be")
    func tooLarge() throws {
        let text = String(repeating: "a@b.cc ", count: 1 << 20)
        let document = try JSONDocument(
            parsing: #"{"user_id":"u","user_message":"\#(text)","assistant_response":"y"}"#
        )
        let redaction = RecordRedaction([.email], key: RedactionKey())
        let error = #expect(throws: RecordFaults.self) {
            try PreparedRecord(document, acceptedAt: .now, redaction: redaction)
        }
        #expect(error?.kind == .tooLarge)
        #expect(error?.faults.map(\.pointer) == [""])
    }

    @Test("gives the same record the same digest, and tells nothing of what was replaced by it")
    func digests() throws {
        let redaction = RecordRedaction([.phone], key: RedactionKey())
        func prepared(
            _ message: String,
            _ redaction: RecordRedaction?
        ) throws -> PreparedRecord {
            let json =
                #"{"user_id":"u","user_message":"\#(message)","assistant_response":"y"}"#
            return try PreparedRecord(
                try JSONDocument(parsing: json),
                acceptedAt: .now,
                redaction: redaction
            )
        }
        let first = try prepared("call +49 30 1234567", redaction)
        #expect(try prepared("call +49 (30) 123-4567", redaction).digest == first.digest)
        #expect(try prepared("call +49 30 1234568", redaction).digest != first.digest)
        #expect(try prepared("call +49 30 1234567", nil).digest != first.digest)
        let other = RecordRedaction([.phone], key: RedactionKey())
        #expect(try prepared("call +49 30 1234567", other).digest != first.digest)
    }
}
