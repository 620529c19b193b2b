import RedlinePostgres
import TestSupport
import Testing

@Suite("What PostgreSQL itself refuses")
struct ConstraintTests {
    private static let stage = """
        {"owner":"ada","workflow_started_at":"2026-03-04T09:30:00Z","workflow_id":\
        "019cb82e-c9c0-7abc-8def-0123456789ab","revision":1,"stage":4,"occurred_at":\
        "2026-03-04T09:30:00Z","recorded_at":"2026-03-04T09:30:00Z","kept_from":\
        "2026-03-04T09:30:00Z","digest":"\\\\x00112233445566778899aabbccddeeff","record":{},\
        "satisfaction":3}
        """
    private static let correction = """
        {"owner":"ada","workflow_started_at":"2026-03-04T09:30:00Z","workflow_id":\
        "019cb82e-c9c0-7abc-8def-0123456789ab","revision":1,"ordinal":1,"kept_from":\
        "2026-03-04T09:30:00Z","field":"/a","original_path":"/a","modified_path":"/a",\
        "change_type":"modification","pattern":"typo","original":"a","modified":"b"}
        """
    private static let interaction = """
        {"owner":"ada","occurred_at":"2026-03-04T09:30:00Z","interaction_id":"i","recorded_at":\
        "2026-03-04T09:30:00Z","user_message":"m","assistant_response":"r","call_count":0,\
        "failed_call_count":0,"repeats_previous":false}
        """
    private static let call = """
        {"owner":"ada","occurred_at":"2026-03-04T09:30:00Z","interaction_id":"i","ordinal":1,\
        "recorded_at":"2026-03-04T09:30:00Z","tool":"t","status":"error","failed":true}
        """
    private static let key = """
        {"key_id":"3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","key_hash":"\\\\x\
        00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","name":"n",\
        "role":"admin","created_at":"2026-03-04T09:30:00Z"}
        """
    private static let document = """
        {"owner":"ada","document_id":"d","version":1,"created_at":"2026-03-04T09:30:00Z","kept_from":\
        "2026-03-04T09:30:00Z","digest":"\\\\x00112233445566778899aabbccddeeff","record":{},\
        "document_type":"t","extraction_method":"m","extracted":0}
        """
    private static let bases = [
        "export_stage": stage, "correction": correction, "interaction": interaction,
        "tool_call": call, "api_key": key,
        "workflow": """
        {"owner":"ada","workflow_id":"019cb82e-c9c0-7abc-8def-0123456789ab","started_at":\
        "2026-03-04T09:30:00Z","kept_from":"2026-03-04T09:30:00Z"}
        """,
        "pending_measure": """
        {"owner":"zoe","workflow_id":"019cb82e-c9c0-7abc-8def-0123456789ab","revision":1,\
        "stage":2,"since":"2026-03-04T09:30:00Z","kept_from":"2026-03-04T09:30:00Z","tries":0}
        """,
        "document": document,
        "deliverable_file": """
        {"owner":"ada","workflow_started_at":"2026-03-04T09:30:00Z","workflow_id":\
        "019cb82e-c9c0-7abc-8def-0123456789ab","revision":1,"content_hash":"sha256:\
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","created_at":\
        "2026-03-04T09:30:00Z","kept_from":"2026-03-04T09:30:00Z","filename":"f",\
        "mime_type":"m","content":""}
        """,
        "folder_file": """
        {"owner":"ada","file_id":"4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","state":"begun",\
        "noted_at":"2026-03-04T09:30:00Z"}
        """,
        "files_folder": """
        {"folder_id":"4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","claimed_at":"2026-03-04T09:30:00Z",\
        "is_only":true}
        """,
        "trace_part": """
        {"owner":"ada","trace_id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","part_id":"p","recorded_at":\
        "2026-03-04T09:30:00Z","settles_at":"2026-03-04T09:30:00Z","part":{}}
        """,
        "sign_in": """
        {"token_hash":"\\\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",\
        "key_id":"4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","created_at":"2026-03-04T09:30:00Z",\
        "expires_at":"2026-03-04T10:30:00Z"}
        """,
        "person": """
        {"person_id":"5b2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","issuer":"https://a.example",\
        "subject":"s","role":"owner","owner":"ada","created_at":"2026-03-04T09:30:00Z",\
        "signed_in_at":"2026-03-04T09:30:00Z"}
        """,
        "returned_state": """
        {"state_hash":"\\\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",\
        "expires_at":"2026-03-04T10:30:00Z"}
        """,
        "setting": #"{"name":"owner_partitions","value":"4"}"#,
    ]

    /// Table, members that make its row wrong, the constraint that says so.
    private static let wrong = [
        ("workflow", #"{"owner":""}"#, "workflow_owner_is_valid"),
        ("export_stage", #"{"stage":5}"#, "stage_in_range"),
        ("export_stage", #"{"revision":0}"#, "revision_in_range"),
        ("export_stage", #"{"revision":10001}"#, "revision_in_range"),
        ("export_stage", #"{"digest":"\\x00"}"#, "digest_is_16_bytes"),
        ("export_stage", #"{"stage":1,"extracted":1}"#, "initial_summary_names_its_document"),
        ("export_stage", #"{"stage":1,"document_id":"D"}"#, "initial_summary_names_its_document"),
        ("export_stage", #"{"stage":2}"#, "modifications_are_measured"),
        (
            "export_stage", #"{"stage":2,"editing_seconds":1,"extracted":1}"#,
            "modifications_are_measured"
        ),
        ("document", #"{"owner":""}"#, "document_owner_is_valid"),
        ("document", #"{"document_id":""}"#, "document_id_in_range"),
        ("document", #"{"version":0}"#, "version_is_positive"),
        ("document", #"{"digest":"\\x00"}"#, "digest_is_16_bytes"),
        ("document", #"{"extraction_confidence":1.1}"#, "extraction_confidence_in_range"),
        ("document", #"{"extracted":-1}"#, "extracted_not_negative"),
        (
            "document", #"{"superseded_at":"2026-03-04T09:30:00Z"}"#,
            "superseded_after_it_was_created"
        ),
        ("deliverable_file", #"{"owner":""}"#, "deliverable_file_owner_is_valid"),
        ("deliverable_file", #"{"revision":0}"#, "revision_in_range"),
        ("deliverable_file", #"{"content":"x"}"#, "content_hash_is_of_content"),
        ("deliverable_file", #"{"content":null}"#, "content_lies_in_one_place"),
        ("deliverable_file", #"{"content_length":0}"#, "content_lies_in_one_place"),
        (
            "deliverable_file",
            #"{"content":null,"file_id":"4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90"}"#,
            "content_lies_in_one_place"
        ),
        (
            "deliverable_file",
            """
            {"content":null,"file_id":"4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","content_length":-1}
            """, "content_length_not_negative"
        ),
        (
            "deliverable_file",
            """
            {"content":null,"file_id":"4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90","content_length":1,\
            "content_hash":"sha256:X"}
            """, "content_hash_is_sha256"
        ),
        ("folder_file", #"{"owner":""}"#, "folder_file_owner_is_valid"),
        ("folder_file", #"{"state":"lost"}"#, "state_is_known"),
        ("files_folder", #"{"is_only":false}"#, "files_folder_is_one"),
        ("trace_part", #"{"owner":""}"#, "trace_part_owner_is_valid"),
        ("trace_part", #"{"trace_id":"A"}"#, "trace_id_is_valid"),
        ("trace_part", #"{"part_id":""}"#, "part_id_in_range"),
        ("pending_measure", #"{"stage":1}"#, "stage_can_be_measured_later"),
        ("pending_measure", #"{"tries":-1}"#, "tries_not_negative"),
        ("pending_measure", #"{"owner":"eve"}"#, "pending_measure_is_of_a_workflow"),
        (
            "export_stage", #"{"extracted":1,"modified":1,"deleted":1,"added":0}"#,
            "changed_leaves_were_extracted"
        ),
        (
            "export_stage", #"{"extracted":1,"modified":0,"deleted":0,"added":-1}"#,
            "changed_leaves_were_extracted"
        ),
        (
            "export_stage",
            """
            {"field":["/a"],"field_extracted":[1,2],"field_modified":[0],"field_deleted":[0],\
            "field_added":[0]}
            """, "fields_are_parallel"
        ),
        ("export_stage", #"{"stage":3,"content_hash":"sha256:00"}"#, "deliverable_has_a_hash"),
        ("export_stage", #"{"satisfaction":6}"#, "satisfaction_in_range"),
        ("export_stage", #"{"satisfaction":null}"#, "feedback_rates"),
        ("export_stage", #"{"confidence":1.01}"#, "confidence_in_range"),
        ("export_stage", #"{"editing_seconds":-1}"#, "editing_seconds_not_negative"),
        ("correction", #"{"change_type":"change"}"#, "change_type_is_known"),
        ("correction", #"{"pattern":"missing"}"#, "pattern_fits_change"),
        (
            "correction", #"{"change_type":"addition","pattern":"missing"}"#, "pattern_fits_change"
        ),
        ("interaction", #"{"user_message":""}"#, "user_message_not_empty"),
        ("interaction", #"{"assistant_response":""}"#, "response_or_tool_calls"),
        ("interaction", #"{"failed_call_count":1}"#, "failed_calls_are_calls"),
        ("interaction", #"{"latency_ms":-1}"#, "latency_not_negative"),
        ("tool_call", #"{"duration_ms":-1}"#, "duration_not_negative"),
        ("tool_call", #"{"failed":false,"signature":"s"}"#, "signature_is_of_a_failure"),
        ("api_key", #"{"key_hash":"\\x00"}"#, "key_hash_is_sha256"),
        ("api_key", #"{"name":""}"#, "key_name_in_range"),
        ("api_key", #"{"role":"root"}"#, "role_is_known"),
        ("api_key", #"{"role":"owner"}"#, "owner_role_names_its_owner"),
        ("api_key", #"{"owner":"ada"}"#, "owner_role_names_its_owner"),
        ("sign_in", #"{"token_hash":"\\x00"}"#, "token_hash_is_sha256"),
        ("sign_in", #"{"expires_at":"2026-03-04T09:30:00Z"}"#, "sign_in_ends_after_it_began"),
        (
            "sign_in", #"{"key_id":"00000000-95c1-4f6e-9d5c-0c4d7e5b1a90"}"#, "sign_in_key_exists"
        ),
        ("sign_in", #"{"key_id":null}"#, "sign_in_is_of_somebody"),
        (
            "sign_in", #"{"person_id":"00000000-95c1-4f6e-9d5c-0c4d7e5b1a90"}"#,
            "sign_in_is_of_somebody"
        ),
        (
            "sign_in",
            #"{"key_id":null,"person_id":"00000000-95c1-4f6e-9d5c-0c4d7e5b1a90"}"#,
            "sign_in_person_exists"
        ),
        ("sign_in", #"{"owner":""}"#, "sign_in_owner_is_valid"),
        ("person", #"{"issuer":"https://known.example"}"#, "person_is_one_account"),
        ("person", #"{"issuer":""}"#, "issuer_in_range"),
        ("person", #"{"subject":""}"#, "subject_in_range"),
        ("person", #"{"role":"recorder"}"#, "person_role_is_known"),
        ("person", #"{"owner":""}"#, "person_owner_is_valid"),
        ("person", #"{"owner":null}"#, "person_of_role_owner_has_an_owner"),
        ("returned_state", #"{"state_hash":"\\x00"}"#, "state_hash_is_sha256"),
        ("setting", #"{"name":"other"}"#, "setting_is_known"),
        ("setting", #"{"value":"0"}"#, "setting_is_whole_number"),
    ]

    @Test("is refused by a constraint that is named for its rule")
    func named() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                try await connection.execute(
                    "select redline.ensure_partitions(kind, '2026-03-04') "
                        + "from unnest(array['export', 'interaction']) kind"
                )
                try await connection.execute("delete from redline.setting")
                try await connection.execute(
                    "insert into redline.workflow values "
                        + "('zoe', '019cb82e-c9c0-7abc-8def-0123456789ab', now(), now())"
                )
                try await connection.execute(
                    "insert into redline.api_key (key_id, key_hash, name, role) values "
                        + "('4a2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90', sha256('k'), 'k', 'admin')"
                )
                try await connection.execute(
                    "insert into redline.person (issuer, subject, role, owner) values "
                        + "('https://known.example', 's', 'owner', 'ada')"
                )
                for (table, base) in Self.bases {
                    let refusal = try await Self.refusal(of: base, "{}", table, connection)
                    #expect(refusal == nil, "\(table) as it should be")
                }
                for (table, patch, constraint) in Self.wrong {
                    let base = try #require(Self.bases[table])
                    let refusal = try await Self.refusal(of: base, patch, table, connection)
                    #expect(refusal == constraint, "\(table) \(patch)")
                }
            }
        }
    }

    /// The constraint that an insert breaks, nil where it breaks none; nothing is kept.
    private static func refusal(
        of base: String,
        _ patch: String,
        _ table: String,
        _ connection: Connection
    ) async throws -> String? {
        struct Kept: Error {}
        do {
            try await connection.transaction { connection in
                try connection.execute(
                    """
                    insert into redline.\(table)
                    select * from jsonb_populate_record(
                      null::redline.\(table), $1::jsonb || $2::jsonb
                    )
                    """,
                    [.text(base), .text(patch)]
                )
                throw Kept()
            }
        } catch is Kept {
            return nil
        } catch let error as PostgresError {
            return error.constraintName ?? "\(error)"
        }
        return nil
    }
}
