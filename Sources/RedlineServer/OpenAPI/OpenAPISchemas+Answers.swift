import Redline

extension OpenAPISchemas {
    /// What comes out.
    static let answers: [(name: String, schema: String)] = [
        ("Problem", problem), ("LegacyError", closed(["error": string])),
        ("StageReceipt", stageReceipt), ("InteractionReceipt", interactionReceipt),
        ("RecordsTally", recordsTally), ("ExportHistory", page("exports", of: export)),
        ("InteractionHistory", page("interactions", of: entry())), ("Workflow", workflow),
        ("ReportList", reportList), ("Report", report), ("VegaLite", vegaLite),
        ("SavedInteraction", savedInteraction),
        ("LegacyHistory", legacyHistory), ("Change", change), ("UserActions", userActions),
    ]

    private static let faults = array(of: closed(["pointer": string, "detail": string]))

    private static let problem = closed(
        [
            "type": #"{"type":"string","pattern":"^urn:redline:problem:[a-z_]+$"}"#,
            "title": string,
            "status": #"{"type":"integer","minimum":400,"maximum":599}"#,
            "detail": string,
            "code": #"{"type":"string","pattern":"^[a-z_]+$"}"#,
            "request_id": string,
        ],
        optional: ["errors": faults]
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

    private static let storedStage = open([
        "stage": stage, "revision": revision, "timestamp": time,
    ])

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

    private static func page(_ rows: String, of row: String) -> String {
        closed([
            rows: array(of: row), "returned_count": count, "limit": count, "offset": count,
            "next_cursor": text,
        ])
    }
}
