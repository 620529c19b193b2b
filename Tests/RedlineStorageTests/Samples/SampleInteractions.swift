/// Records of interactions in the shapes of the contract.
enum SampleInteractions {
    static let owner = "ada@example.com"

    static func plain(
        id: String? = nil,
        owner: String = owner,
        timestamp: String? = "2026-03-04T09:30:00.25Z",
        thread: String? = nil,
        message: String = "Where is my order?",
        response: String = "On its way."
    ) -> String {
        var record = "{\"user_id\":\"\(owner)\",\"user_message\":\"\(message)\","
        if let id { record += "\"interaction_id\":\"\(id)\"," }
        if let timestamp { record += "\"timestamp\":\"\(timestamp)\"," }
        if let thread { record += "\"thread_id\":\"\(thread)\"," }
        return record + "\"assistant_response\":\"\(response)\"}"
    }

    /// One with tool calls, metadata and members that the contract does not name.
    static let full = """
        {"interaction_id":"chat-1","timestamp":"2026-03-04T10:30:00.25+01:00",\
        "user_id":"ada@example.com","thread_id":"t-1","user_message":"Where is my order?",\
        "assistant_response":"","channel":"web","tool_calls":[\
        {"tool_name":"find_order","arguments":{"id":7731},"result":{"state": "sent"},\
        "status":"success","duration_ms":81.5},\
        {"tool_name":"track","arguments":{},"status":"error",\
        "error":"no parcel 00340434 of 'ada@example.com' within 30 s","duration_ms":30000},\
        {"tool_name":"track","arguments":{},"status":"timeout"}],\
        "metadata":{"model":"gpt-4o","tokens_used":512,"latency_ms":940.5,"source":"web",\
        "assistant_id":"helpdesk","temperature":0.20},"tags":["a","b"]}
        """
}
