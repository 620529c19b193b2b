import Redline
import RedlinePostgres

/// The exchanges of one thread, from the oldest on.
struct RecordedThread {
    /// A user's message and what came of it.
    struct Exchange {
        let interactionID: String
        let userMessage: String
        let assistantResponse: String
        let toolCalls: JSONDocument?
        let hasFailed: Bool
        /// Whether what was sent to tools, and what came back, is past its time.
        let hasLostContent: Bool
        /// Whether the message says what the one before it said.
        let repeatsPrevious: Bool

        init?(_ row: Row) throws {
            guard let id = try row["interaction_id"].string,
                let message = try row["user_message"].string,
                let response = try row["assistant_response"].string
            else { return nil }
            interactionID = id
            userMessage = message
            assistantResponse = response
            let calls = try row["tool_calls"].string
            toolCalls = try calls.map { text throws(JSONParseError) in
                try JSONDocument(parsing: text)
            }
            hasFailed = try row["failed_call_count"].int ?? 0 > 0
            hasLostContent = try row["has_lost_content"].bool ?? false
            repeatsPrevious = try row["repeats_previous"].bool ?? false
        }
    }

    let owner: String
    /// Nil for an interaction without a thread.
    let threadID: String?
    var exchanges: [Exchange] = []
}
