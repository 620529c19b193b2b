import Redline
import RedlinePostgres

/// The rows of `interaction` of a batch.
struct InteractionRows<Layout: BatchLayout> {
    private(set) var batch: Batch<Layout>

    init(capacity: Int) {
        let text = PostgresType.text
        let time = PostgresType.timestamptz
        batch = Batch(
            [
                ("owner", text), ("occurred_at", time), ("interaction_id", text),
                ("recorded_at", time), ("thread_id", text), ("user_message", text),
                ("assistant_response", text), ("tool_calls", PostgresType.json),
                ("metadata", PostgresType.json), ("extra", PostgresType.json), ("model", text),
                ("source", text), ("assistant_id", text), ("tokens_used", PostgresType.int8),
                ("latency_ms", PostgresType.float8), ("call_count", PostgresType.int4),
                ("failed_call_count", PostgresType.int4),
                ("repeats_previous", PostgresType.bool), ("request_key", PostgresType.int8),
            ],
            capacity: capacity
        )
    }

    mutating func append(_ item: InteractionBatch.Item, repeatsPrevious: Bool) {
        let interaction = item.interaction
        let root = interaction.document.root
        batch.text(item.key.owner.name)
        batch.time(item.occurredAt)
        batch.text(item.key.id)
        batch.time(item.prepared.acceptedAt)
        batch.text(interaction.threadID)
        batch.text(interaction.userMessage)
        batch.text(of: interaction.assistantResponse)
        batch.json(root["tool_calls"])
        batch.json(root["metadata"])
        batch.json(text: root.object(without: .interactionColumns))
        batch.name(interaction.metadata.model)
        batch.name(interaction.metadata.source)
        batch.name(interaction.metadata.assistantID)
        batch.big(interaction.metadata.tokensUsed)
        batch.double(interaction.metadata.latencyMilliseconds)
        batch.integer(interaction.toolCalls.count)
        batch.integer(interaction.toolCalls.count { $0.hasFailed })
        batch.boolean(repeatsPrevious)
        batch.big(Int(RequestKey.of(interaction.userMessage)))
        batch.endRow()
    }
}

/// The rows of `tool_call` of a batch.
struct ToolCallRows<Layout: BatchLayout> {
    private(set) var batch = Batch<Layout>(
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
            batch.text(item.key.owner.name)
            batch.time(item.occurredAt)
            batch.text(item.key.id)
            batch.integer(ordinal + 1)
            batch.time(item.prepared.acceptedAt)
            batch.name(call.tool)
            batch.name(call.status)
            batch.boolean(call.hasFailed)
            batch.text(call.hasFailed ? call.error.flatMap(FailureSignature.of) : nil)
            batch.double(call.durationMilliseconds)
            batch.name(item.interaction.metadata.model)
            batch.endRow()
        }
    }
}

extension MemberNames {
    /// Members of an interaction with a column of their own; the others go into `extra` as they were
    /// sent.
    fileprivate static let interactionColumns: MemberNames = [
        "interaction_id", "timestamp", "user_id", "thread_id", "user_message",
        "assistant_response", "tool_calls", "metadata",
    ]
}
