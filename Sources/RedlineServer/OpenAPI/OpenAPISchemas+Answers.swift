import Redline

extension OpenAPISchemas {
    /// What comes out.
    static let answers: [(name: String, schema: String)] = [
        ("Problem", problem), ("LegacyError", closed(["error": string])),
        ("OpenAIError", openAIError), ("PassedOn", passedOn),
        ("StageReceipt", stageReceipt), ("InteractionReceipt", interactionReceipt),
        ("RecordsTally", recordsTally), ("ExportHistory", page("exports", of: export)),
        ("InteractionHistory", page("interactions", of: entry())),
        ("AuditTrail", page("entries", of: auditEntry)), ("Workflow", workflow),
        ("DocumentReceipt", documentReceipt), ("Document", document),
        ("DocumentList", page("documents", of: listedDocument)),
        ("Corrections", corrections), ("ReportList", reportList), ("Report", report),
        ("VegaLite", vegaLite), ("Holds", closed(["holds": array(of: hold)])),
        ("HoldReceipt", closed(["hold_id": workflowID])),
        ("HoldRelease", closed(["released": count])), ("ErasureReceipt", erasureReceipt),
        ("SavedInteraction", savedInteraction),
        ("LegacyHistory", legacyHistory), ("Change", change), ("UserActions", userActions),
    ]

    private static let openAIError = closed([
        "error": closed([
            "message": string, "type": string, "param": #"{"type":["string","null"]}"#,
            "code": string,
        ])
    ])

    private static let passedOn =
        #"{"type":"object","description":"As the upstream takes and gives it."}"#

    private static let corrections =
        #"{"type":"string","description":"NDJSON: a correction a line."}"#

    private static let hold = closed([
        "hold_id": workflowID, "reason": string, "placed_by": string, "placed_at": time,
        "released_by": text, "released_at": #"{"type":["string","null"],"format":"date-time"}"#,
    ])

    private static let erasureReceipt = closed([
        "erasure_id": workflowID, "owner_digest": string, "requested_by": string,
        "requested_at": time, "finished_at": #"{"type":["string","null"],"format":"date-time"}"#,
        "removed":
            #"{"type":"object","additionalProperties":{"type":"integer","minimum":0}}"#,
        "files_left": count, "removed_from_spool": count,
        "datasets_to_recall": array(
            of: closed([
                "dataset_id": workflowID, "path": string, "records": count, "created_at": string,
            ])
        ),
    ])

    private static let faults = array(of: closed(["pointer": string, "detail": string]))

    private static let changed = closed([
        "revision": revision, "stage": stage, "changed_at": time, "paths": array(of: string),
        "path_count": count,
    ])

    private static let problem = closed(
        [
            "type": #"{"type":"string","pattern":"^urn:redline:problem:[a-z_]+$"}"#,
            "title": string,
            "status": #"{"type":"integer","minimum":400,"maximum":599}"#,
            "detail": string,
            "code": #"{"type":"string","pattern":"^[a-z_]+$"}"#,
            "request_id": string,
        ],
        optional: ["errors": faults, "changed": changed]
    )

    private static let change = closed(
        [
            "field": string, "path": string, "original_path": string, "modified_path": string,
            "change_type": words(ChangeType.allCases.map(\.rawValue)),
            "original_value": anything, "modified_value": anything,
            "pattern": words(PatternClass.allCases.map(\.rawValue)),
        ],
        optional: ["user_reason": string]
    )

    private static let userActions = closed([
        "fields_edited_count": count, "editing_time_seconds": #"{"type":"number","minimum":0}"#,
        "edits_per_minute": #"{"type":["number","null"],"minimum":0}"#,
    ])

    private static let spooled = #"{"const":"spooled"}"#
    private static let later = #"{"const":"later"}"#

    private static let stageReceipt = closed(
        [
            "export_workflow_id": workflowID, "stage": stage, "revision": revision,
            "timestamp": time,
        ],
        optional: [
            "status": status, "owner_email": owner, "expiration_date": time, "durable": spooled,
            "measured": later,
            "changes": array(of: reference("Change")), "user_actions": reference("UserActions"),
            "deliverable": closed([
                "filename": string, "file_format": string, "mime_type": string,
                "file_size_bytes": count, "content_hash": string,
            ]),
        ]
    )

    private static let interactionReceipt = closed(
        ["interaction_id": string, "user_id": owner, "timestamp": time],
        optional: ["expiration_date": time, "durable": spooled]
    )

    private static let recordsTally = closed(
        [
            "accepted": count, "duplicates": count, "rejected": count,
            "errors": array(
                of: closed([
                    "line": #"{"type":"integer","minimum":1}"#, "detail": string, "errors": faults,
                ])
            ),
        ],
        optional: ["durable": spooled, "spooled": count, "measured_later": count]
    )

    private static let export = closed([
        "export_workflow_id": workflowID, "document_id": text, "document_type": text,
        "owner_email": owner, "status": status, "revision": revision, "model": text,
        "template": text, "format": text, "started_at": time, "expiration_date": time,
    ])

    /// An interaction of a history; members of the client's own may follow.
    private static func entry(isLegacy: Bool = false) -> String {
        let members: KeyValuePairs = [
            "interaction_id": string, "timestamp": time, "user_id": owner, "thread_id": text,
            "user_message": string, "assistant_response": string,
            "tool_calls": array(of: object), "metadata": object,
        ]
        guard !isLegacy else { return open(members) }
        return """
            {"allOf":[\(open(members)),\(open([
                "repeats_previous": #"{"type":"boolean"}"#, "expiration_date": time,
            ]))]}
            """
    }

    private static let auditEntry = closed([
        "entry_id": #"{"type":"integer","minimum":1}"#, "at": time, "actor": string,
        "role": string, "action": words(AuditAction.allCases.map(\.rawValue)),
        "whose": #"{"type":["array","null"],"items":{"type":"string"}}"#, "source": text,
        "records": #"{"type":["integer","null"],"minimum":0}"#, "query": text,
        "detail": #"{"type":["object","null"]}"#,
    ])

    private static let fieldCounts = closed(
        ["extracted": count],
        optional: ["modified": count, "deleted": count, "added": count]
    )

    private static let storedStage = open(
        ["stage": stage, "revision": revision, "timestamp": time],
        optional: ["field_counts": fieldCounts]
    )

    private static let stages: String = {
        let stage = #"{"anyOf":[\#(storedStage),{"type":"null"}]}"#
        return closed(["stage1": stage, "stage2": stage, "stage3": stage, "feedback": stage])
    }()

    private static let workflow = closed([
        "export_workflow_id": workflowID, "document_id": text, "owner_email": owner,
        "status": status, "started_at": time, "expiration_date": time, "stages": stages,
        "revisions": array(of: closed(["revision": revision, "stages": stages])),
    ])

    private static let unit = words(ReportUnit.allCases.map(\.rawValue))

    private static let reportList = closed([
        "reports": array(
            of: closed([
                "name": string, "title": string, "description": string,
                "by": array(of: string),
                "parameters": array(
                    of: closed([
                        "name": string, "type": string, "default": text, "description": string,
                    ])
                ),
                "columns": array(
                    of: closed(["name": string, "unit": unit, "description": string])
                ),
                "totals": array(
                    of: closed(["name": string, "unit": unit, "description": string])
                ),
                "chart": text,
            ])
        )
    ])

    private static let report = closed([
        "report": string, "title": string,
        "parameters":
            #"{"type":"object","additionalProperties":{"type":["string","number","boolean","null"]}}"#,
        "columns": array(
            of: closed([
                "name": string, "type": words(["string", "integer", "number", "object"]),
                "unit": unit, "description": string,
            ])
        ),
        "rows": array(of: object),
        "totals": #"{"type":["object","null"]}"#, "truncated": #"{"type":"boolean"}"#,
        "exact": #"{"type":"boolean"}"#, "data_through": time, "generated_at": time,
        "redline_version": string, "query_hash": #"{"type":"string","pattern":"^[0-9a-f]{16}$"}"#,
    ])

    /// Vega-Lite has a schema of its own; what is said here is what redline writes.
    private static let vegaLite = """
        {"type":"object","required":["$schema","title","usermeta"],"properties":{\
        "$schema":{"const":"https://vega.github.io/schema/vega-lite/v5.json"},\
        "title":{"type":"string"},"usermeta":{"type":"object"},"layer":{"type":"array"}}}
        """

    private static let savedInteraction = closed([
        "status": #"{"const":"success"}"#, "message": string, "interaction_id": string,
        "timestamp": time, "total_interactions": #"{"type":["integer","null"],"minimum":1}"#,
        "user_id": owner, "storage_location": words(["postgresql:redline.interaction", "spool"]),
    ])

    private static let legacyHistory = closed([
        "status": #"{"const":"success"}"#, "interactions": array(of: entry(isLegacy: true)),
        "total_count": count, "returned_count": count, "offset": count, "limit": count,
        "user_id": owner, "thread_id": text,
    ])

    private static let documentID = reference("DocumentID")
    private static let version = #"{"type":"integer","minimum":1}"#

    private static let documentReceipt = closed([
        "document_id": documentID, "owner_email": owner, "version": version, "created_at": time,
        "expiration_date": time,
    ])

    private static let document = open([
        "document_id": documentID, "owner_email": owner, "version": version, "created_at": time,
        "expiration_date": time, "source": reference("DocumentSource"), "extracted_data": object,
    ])

    private static let stateOfExport = closed([
        "export_workflow_id": workflowID, "revision": revision, "stage": stage, "status": status,
        "updated_at": time,
    ])

    private static let listedDocument = closed([
        "document_id": documentID, "owner_email": owner, "version": version, "etag": string,
        "document_type": string, "extraction_method": string,
        "di_confidence": #"{"type":["number","null"],"minimum":0,"maximum":1}"#,
        "fields": count, "created_at": time, "expiration_date": time,
        "export": #"{"anyOf":[\#(stateOfExport),{"type":"null"}]}"#,
    ])

    private static func page(_ rows: String, of row: String) -> String {
        closed([
            rows: array(of: row), "returned_count": count, "limit": count, "offset": count,
            "next_cursor": text,
        ])
    }
}
