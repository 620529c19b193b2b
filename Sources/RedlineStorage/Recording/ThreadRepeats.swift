import Redline
import RedlinePostgres

/// Which messages of a batch repeat the one before them in their thread, and which stored ones do
/// so, or no longer do, because a message of the batch has come between.
struct ThreadRepeats {
    private struct Thread: Hashable {
        let owner: Owner
        let id: String
    }

    private struct Message {
        let occurredAt: Timestamp
        let id: String
        let text: String
        /// The position in the batch; nil for a stored message.
        let position: Int?
        let repeatsPrevious: Bool
    }

    private struct Changed {
        let owner: Owner
        let occurredAt: Timestamp
        let id: String
        let repeatsPrevious: Bool
    }

    /// The positions of the batch's messages that repeat the one before them.
    private(set) var repeating: Set<Int> = []
    private var changed: [Changed] = []

    init(_ fresh: [InteractionBatch.Item], on connection: isolated Connection) throws {
        var threads: [Thread: [Message]] = [:]
        for item in fresh {
            guard let id = item.interaction.threadID else { continue }
            threads[Thread(owner: item.key.owner, id: id), default: []].append(
                Message(
                    occurredAt: item.occurredAt,
                    id: item.key.id,
                    text: item.interaction.userMessage,
                    position: item.position,
                    repeatsPrevious: false
                )
            )
        }
        guard !threads.isEmpty else { return }
        try Self.addNeighbours(to: &threads, on: connection)
        for (thread, messages) in threads {
            compare(messages, of: thread)
        }
    }

    private static func addNeighbours(
        to threads: inout [Thread: [Message]],
        on connection: isolated Connection
    ) throws {
        let order = Array(threads.keys)
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("thread_id", PostgresType.text),
                ("first_at", PostgresType.timestamptz), ("last_at", PostgresType.timestamptz),
            ],
            capacity: order.count
        )
        for thread in order {
            let times = (threads[thread] ?? []).map(\.occurredAt)
            guard let first = times.min(), let last = times.max() else { continue }
            columns.text(thread.owner.name)
            columns.text(thread.id)
            columns.time(first)
            columns.time(last)
            columns.endRow()
        }
        let parameters = columns.parameters
        try connection.run(.lockThreads, parameters)
        for row in try connection.run(.threadNeighbours, parameters) {
            guard let ordinal = try row["ordinal"].int, let time = try row["occurred_at"].timestamp,
                let id = try row["interaction_id"].string, let text = try row["user_message"].string
            else { continue }
            threads[order[ordinal - 1], default: []].append(
                Message(
                    occurredAt: time,
                    id: id,
                    text: text,
                    position: nil,
                    repeatsPrevious: try row["repeats_previous"].bool ?? false
                )
            )
        }
    }

    private mutating func compare(_ messages: [Message], of thread: Thread) {
        // The order of the thread: by time, then by the bytes of the id, as the database has it.
        let sorted = messages.sorted { a, b in
            guard a.occurredAt == b.occurredAt else { return a.occurredAt < b.occurredAt }
            return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
        }
        for (previous, message) in zip(sorted, sorted.dropFirst()) {
            if let position = message.position {
                if MessageRepeat.isRepeat(message.text, of: previous.text) {
                    repeating.insert(position)
                }
            } else if previous.position != nil {
                let isRepeat = MessageRepeat.isRepeat(message.text, of: previous.text)
                guard isRepeat != message.repeatsPrevious else { continue }
                changed.append(
                    Changed(
                        owner: thread.owner,
                        occurredAt: message.occurredAt,
                        id: message.id,
                        repeatsPrevious: isRepeat
                    )
                )
            }
        }
    }

    /// Writes what has changed for stored messages.
    func updateStored(on connection: isolated Connection) throws {
        guard !changed.isEmpty else { return }
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("occurred_at", PostgresType.timestamptz),
                ("interaction_id", PostgresType.text), ("repeats_previous", PostgresType.bool),
            ],
            capacity: changed.count
        )
        for message in changed {
            columns.text(message.owner.name)
            columns.time(message.occurredAt)
            columns.text(message.id)
            columns.boolean(message.repeatsPrevious)
            columns.endRow()
        }
        try connection.run(.setRepeats, columns.parameters)
    }
}
