import Redline

extension OpenAPISchemas {
    /// What the assistant and the router take and give.
    static let assistant: [(name: String, schema: String)] = [
        (
            "AssistantMessage",
            """
            {"type":"object","required":["message"],"properties":{\
            "message":{"type":"string","minLength":1},\
            "user_id":{"$ref":"#/components/schemas/Owner"},\
            "thread_id":{"type":["string","null"],"minLength":1,"maxLength":200}}}
            """
        ),
        (
            "AssistantAnswer",
            closed(
                [
                    "status": #"{"const":"success"}"#, "response": string,
                    "interaction_id": string, "thread_id": string, "user_id": owner,
                    "timestamp": time, "tool_calls": array(of: object), "metadata": object,
                    "history_turns": count,
                    "storage_location":
                        #"{"enum":["postgresql:redline.interaction","spool",null]}"#,
                ],
                optional: ["warning": string]
            )
        ),
        (
            "RouterAction",
            """
            {"type":"object","required":["action"],"properties":{\
            "action":{"type":"string","minLength":1},\
            "params":{"type":["object","null"]},\
            "user_id":{"$ref":"#/components/schemas/Owner"}}}
            """
        ),
        (
            "RouterAnswer",
            """
            {"anyOf":[\(reference("SavedInteraction")),\(reference("LegacyHistory")),\(routed)]}
            """
        ),
    ]

    private static let routed = closed([
        "status": #"{"const":"success"}"#, "action": string, "result": anything,
        "duration_ms": #"{"type":"number","minimum":0}"#,
    ])
}
