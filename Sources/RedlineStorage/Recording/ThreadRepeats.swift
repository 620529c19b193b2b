import Redline
import RedlinePostgres

/// Which messages of a batch repeat the one before them in their thread, and which stored ones do
/// so, or no longer do, because a message of the batch has come between.
struct ThreadRepeats {
    /// A place in a thread: by time, then by the bytes of the id, as the database has it.
    struct Place: Comparable {
        let occurredAt: Timestamp
        let id: String

        static func < (a: Place, b: Place) -> Bool {
            guard a.occurredAt == b.occurredAt else { return a.occurredAt < b.occurredAt }
            return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
        }
    }

    struct Message {
        let place: Place
        let text: String
        /// The position in the batch; nil for a stored message.
        let position: Int?
        let repeatsPrevious: Bool
    }

    private struct Changed {
        let owner: Owner
        let place: Place
        let repeatsPrevious: Bool
    }

    /// The positions of the batch's messages that repeat the one before them.
    private(set) var repeating: Set<Int> = []
    private var threads: [OwnedID: [Message]] = [:]
    private var changed: [Changed] = []
    private var noted: [Statement] = []
    private let neighbours: ThreadNeighbours

    init(_ fresh: [InteractionBatch.Item], _ noting: ThreadNeighbours.Noting) {
        for item in fresh {
            guard let id = item.interaction.threadID else { continue }
            threads[OwnedID(owner: item.key.owner, id: id), default: []].append(
                Message(
                    place: Place(occurredAt: item.occurredAt, id: item.key.id),
                    text: item.interaction.userMessage,
                    position: item.position,
                    repeatsPrevious: false
                )
            )
        }
        for thread in threads.keys { threads[thread]?.sort { $0.place < $1.place } }
        neighbours = ThreadNeighbours(threads, noting)
    }

    /// What is asked of the database first, and holds the threads until the transaction's end.
    var opening: [Statement] { neighbours.statements }

    /// Compares the messages with each other and with their stored neighbours, from what `opening`
    /// gave.
    mutating func compare(_ rows: ArraySlice<Rows>, on connection: isolated Connection) throws {
        guard !threads.isEmpty else { return }
        noted = try neighbours.add(to: &threads, rows, on: connection)
        for (thread, messages) in threads {
            compare(messages.sorted { $0.place < $1.place }, of: thread)
        }
    }

    /// What writes that threads have gone on or begun, and what has changed for stored messages.
    var closing: [Statement] {
        noted + [setRepeats].compactMap(\.self)
    }

    private mutating func compare(_ sorted: [Message], of thread: OwnedID) {
        for (previous, message) in zip(sorted, sorted.dropFirst()) {
            if let position = message.position {
                if MessageRepeat.isRepeat(message.text, of: previous.text) {
                    repeating.insert(position)
                }
            } else if previous.position != nil {
                let isRepeat = MessageRepeat.isRepeat(message.text, of: previous.text)
                guard isRepeat != message.repeatsPrevious else { continue }
                changed.append(
                    Changed(owner: thread.owner, place: message.place, repeatsPrevious: isRepeat)
                )
            }
        }
    }

    private var setRepeats: Statement? {
        guard !changed.isEmpty else { return nil }
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("occurred_at", PostgresType.timestamptz),
                ("interaction_id", PostgresType.text), ("repeats_previous", PostgresType.bool),
            ],
            capacity: changed.count
        )
        for message in changed {
            columns.text(message.owner.name)
            columns.time(message.place.occurredAt)
            columns.text(message.place.id)
            columns.boolean(message.repeatsPrevious)
            columns.endRow()
        }
        return .recording(.setRepeats, columns.parameters)
    }
}
