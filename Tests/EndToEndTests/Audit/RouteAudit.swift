/// What each route leaves in the audit trail, written down apart from the code that does it.
enum RouteAudit {
    /// For routes that give out no content.
    static let nothing: String? = nil

    /// The action by method and path.
    static let actions: [String: String?] = [
        "POST /api/v1/exports": nothing,
        "POST /api/v1/exports/{id}/modifications": nothing,
        "POST /api/v1/exports/{id}/deliverable": nothing,
        "POST /api/v1/exports/{id}/feedback": nothing,
        "POST /api/v1/interactions": nothing,
        "POST /api/v1/records": nothing,
        "POST /api/save_interaction": nothing,
        "GET /api/v1/exports/history": "read_history",
        "GET /api/v1/exports/{id}": "read_workflow",
        "GET /api/v1/interactions": "read_interactions",
        "GET /api/get_interaction_history": "read_interactions",
        // Without an AI nothing is read; AgentDayTests looks at what a turn leaves.
        "POST /api/tool_call_handler": nothing,
        "POST /api/proxy_router": "read_interactions",
        "PUT /api/v1/docs/{document_id}": nothing,
        "GET /api/v1/docs/{document_id}": "read_document",
        "GET /api/v1/docs": "read_documents",
        "POST /api/v1/docs/{document_id}/export": "read_document",
        "POST /api/v1/exports/{id}/regenerate": "read_workflow",
        "GET /api/v1/exports/{id}/deliverable": "read_deliverable",
        "GET /api/v1/reports": nothing,
        "GET /api/v1/reports/{name}": "report_content",
        "POST /api/v1/owners/{owner}/export": "export_owner",
        "GET /api/v1/audit": "read_audit",
        "GET /api/v1/corrections": "read_corrections",
        "GET /api/v1/owners/{owner}/holds": nothing,
        "POST /api/v1/owners/{owner}/holds": "hold_owner",
        "DELETE /api/v1/owners/{owner}/holds": "release_owner",
        "DELETE /api/v1/owners/{owner}": "erase_owner",
        "POST /openai/v1/chat/completions": nothing,
        "POST /openai/v1/responses": nothing,
        "POST /openai/v1/completions": nothing,
        "POST /openai/v1/embeddings": nothing,
        "POST /openai/v1/moderations": nothing,
        "GET /openai/v1/models": nothing,
        "GET /openai/v1/models/{model}": nothing,
        "POST /v1/traces": nothing,
        "POST /v1/logs": nothing,
        "GET /health": nothing,
        "GET /ready": nothing,
        "GET /metrics": nothing,
        "GET /openapi.json": nothing,
    ]
}
