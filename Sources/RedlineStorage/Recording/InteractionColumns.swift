import Redline
import RedlinePostgres

/// The rows of `interaction` of a batch.
struct InteractionColumns {
    private(set) var columns: BatchColumns

    /// Members with a column of their own; the others go into `extra` as they were sent.
    private static let known: MemberNames = [
        "interaction_id", "timestamp", "user_id", "thread_id", "user_message",
        "assistant_response", "tool_calls", "metadata",
    ]

    init(capacity: Int) {
        let text = PostgresType.text
        let time = PostgresType.timestamptz
        columns = BatchColumns(
            [
                ("owner", text), ("occurred_at", time), ("interaction_id", text),
                ("recorded_at", time), ("thread_id", text), ("user_message", text),
                ("assistant_response", text), ("tool_calls", PostgresType.json),
                ("metadata", PostgresType.json), ("extra", PostgresType.json), ("model", text),
                ("source", text), ("assistant_id", text), ("tokens_used", PostgresType.int8),
                ("latency_ms", PostgresType.float8), ("call_count", PostgresType.int4),
                ("failed_call_count", PostgresType.int4),
                ("repeats_previous", PostgresType.bool),
            ],
            capacity: capacity
        )
    }

    mutating func append(_ item: InteractionBatch.Item, repeatsPrevious: Bool) {
        let interaction = item.interaction
        let root = interaction.document.root
        columns.text(item.key.owner.name)
        columns.time(item.occurredAt)
        columns.text(item.key.id)
        columns.time(item.prepared.acceptedAt)
        columns.text(interaction.threadID)
        columns.text(interaction.userMessage)
        columns.text(of: interaction.assistantResponse)
        columns.json(root["tool_calls"])
        columns.json(root["metadata"])
        columns.json(text: root.object(without: Self.known))
        columns.text(interaction.metadata.model)
        columns.text(interaction.metadata.source)
        columns.text(interaction.metadata.assistantID)
        columns.big(interaction.metadata.tokensUsed)
        columns.double(interaction.metadata.latencyMilliseconds)
        columns.integer(interaction.toolCalls.count)
        columns.integer(interaction.toolCalls.count { $0.hasFailed })
        columns.boolean(repeatsPrevious)
        columns.endRow()
    }
}

/// The rows of `tool_call` of a batch.
struct ToolCallColumns {
    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("occurred_at", PostgresType.timestamptz),
            ("interaction_id", PostgresType.text), ("ordinal", PostgresType.int4),
            ("recorded_at", PostgresType.timestamptz), ("tool", PostgresType.text),
            ("status", PostgresType.text), ("failed", PostgresType.bool),
            ("signature", PostgresType.text), ("duration_ms", PostgresType.float8),
            ("model", PostgresType.text),
        ],
        capacity: 64
    )

    mutating func append(_ item: InteractionBatch.Item) {
        for (ordinal, call) in item.interaction.toolCalls.enumerated() {
            columns.text(item.key.owner.name)
            columns.time(item.occurredAt)
            columns.text(item.key.id)
            columns.integer(ordinal + 1)
            columns.time(item.prepared.acceptedAt)
            columns.text(call.tool)
            columns.text(call.status)
            columns.boolean(call.hasFailed)
            columns.text(call.hasFailed ? call.error.flatMap(FailureSignature.of) : nil)
            columns.double(call.durationMilliseconds)
            columns.text(item.interaction.metadata.model)
            columns.endRow()
        }
    }
}
