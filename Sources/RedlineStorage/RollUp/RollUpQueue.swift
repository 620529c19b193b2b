import Redline
import RedlinePostgres

/// What the roll-ups need of interactions that are written by COPY.
///
/// What is written by INSERT goes into the queue by the same statement; a COPY can do no more than
/// one table.
struct RollUpQueue {
    private var interactions: BatchColumns
    private var calls = ToolCallRows<ColumnLayout>()

    init(_ items: [InteractionBatch.Item], repeating: Set<Int>) {
        let text = PostgresType.text
        interactions = BatchColumns(
            [
                ("owner", text), ("occurred_at", PostgresType.timestamptz),
                ("interaction_id", text), ("thread_id", text), ("model", text), ("source", text),
                ("tokens_used", PostgresType.int8), ("latency_ms", PostgresType.float8),
                ("call_count", PostgresType.int4), ("failed_call_count", PostgresType.int4),
                ("repeats_previous", PostgresType.bool),
            ],
            capacity: items.count
        )
        for item in items {
            append(item, repeatsPrevious: repeating.contains(item.position))
            calls.append(item)
        }
    }

    var statements: [Statement] {
        let queued = Statement.recording(.queueInteractions, interactions.parameters)
        guard calls.batch.rows > 0 else { return [queued] }
        return [queued, .recording(.queueToolCalls, calls.batch.parameters)]
    }

    private mutating func append(_ item: InteractionBatch.Item, repeatsPrevious: Bool) {
        let interaction = item.interaction
        interactions.text(item.key.owner.name)
        interactions.time(item.occurredAt)
        interactions.text(item.key.id)
        interactions.text(interaction.threadID)
        interactions.text(interaction.metadata.model)
        interactions.text(interaction.metadata.source)
        interactions.big(interaction.metadata.tokensUsed)
        interactions.double(interaction.metadata.latencyMilliseconds)
        interactions.integer(interaction.toolCalls.count)
        interactions.integer(interaction.toolCalls.count { $0.hasFailed })
        interactions.boolean(repeatsPrevious)
        interactions.endRow()
    }
}

extension RecordingStatement {
    fileprivate static let queueInteractions = Self("queue_interactions")
    fileprivate static let queueToolCalls = Self("queue_tool_calls")
}
