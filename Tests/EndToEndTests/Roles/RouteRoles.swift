/// Which roles may use which route, written down apart from the code that decides it.
enum RouteRoles {
    static let all = ["recorder", "owner", "analyst", "miner", "compliance", "admin"]

    /// For routes that take no key.
    static let anybody: Set = ["anybody"]
    private static let writers: Set = ["recorder", "owner", "admin"]
    private static let readers: Set = ["owner", "compliance", "admin"]
    private static let analysts: Set = ["analyst", "miner", "compliance", "admin"]

    /// The roles by method and path.
    static let allowed: [String: Set<String>] = [
        "POST /api/v1/exports": writers,
        "POST /api/v1/exports/{id}/modifications": writers,
        "POST /api/v1/exports/{id}/deliverable": writers,
        "POST /api/v1/exports/{id}/feedback": writers,
        "POST /api/v1/interactions": writers,
        "POST /api/v1/records": writers,
        "POST /api/save_interaction": writers,
        "GET /api/v1/exports/history": readers,
        "GET /api/v1/exports/{id}": readers,
        "GET /api/v1/interactions": readers,
        "GET /api/get_interaction_history": ["owner", "admin"],
        "POST /api/tool_call_handler": ["owner", "admin"],
        "POST /api/proxy_router": writers,
        "PUT /api/v1/docs/{document_id}": writers,
        "GET /api/v1/docs/{document_id}": readers,
        "GET /api/v1/docs": readers,
        "POST /api/v1/docs/{document_id}/export": ["owner", "admin"],
        "POST /api/v1/exports/{id}/regenerate": ["owner", "admin"],
        "GET /api/v1/exports/{id}/deliverable": readers,
        "GET /api/v1/reports": analysts,
        "GET /api/v1/reports/{name}": analysts,
        "POST /api/v1/owners/{owner}/export": readers,
        "GET /api/v1/audit": ["compliance", "admin"],
        "GET /api/v1/owners/{owner}/holds": ["compliance", "admin"],
        "POST /api/v1/owners/{owner}/holds": ["compliance", "admin"],
        "DELETE /api/v1/owners/{owner}/holds": ["compliance", "admin"],
        "DELETE /api/v1/owners/{owner}": ["compliance", "admin"],
        "GET /api/v1/corrections": ["miner", "compliance", "admin"],
        "POST /openai/v1/chat/completions": writers,
        "POST /openai/v1/responses": writers,
        "POST /openai/v1/completions": writers,
        "POST /openai/v1/embeddings": writers,
        "POST /openai/v1/moderations": writers,
        "GET /openai/v1/models": writers,
        "GET /openai/v1/models/{model}": writers,
        "POST /v1/traces": writers,
        "POST /v1/logs": writers,
        "GET /health": anybody,
        "GET /ready": anybody,
        "GET /metrics": anybody,
        "GET /openapi.json": anybody,
    ]
}
