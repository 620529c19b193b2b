import Redline
import RedlinePostgres

/// Threads with the places of their last messages, for a statement that looks the messages up.
struct LastPlaceColumns {
    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("thread_id", PostgresType.text),
            ("last_at", PostgresType.timestamptz), ("last_id", PostgresType.text),
        ],
        capacity: 8
    )

    mutating func append(_ thread: OwnedID, _ place: ThreadRepeats.Place) {
        columns.text(thread.owner.name)
        columns.text(thread.id)
        columns.time(place.occurredAt)
        columns.text(place.id)
        columns.endRow()
    }
}

/// Threads with their last messages, for the statements that note them.
struct LastMessageColumns {
    /// A longer message is not noted with its thread: it would be written twice, and kept apart from
    /// the row both times.
    static let byteLimit = 2_000

    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("thread_id", PostgresType.text),
            ("last_at", PostgresType.timestamptz), ("last_id", PostgresType.text),
            ("last_message", PostgresType.text),
        ],
        capacity: 64
    )

    mutating func append(_ thread: OwnedID, _ message: ThreadRepeats.Message) {
        columns.text(thread.owner.name)
        columns.text(thread.id)
        columns.time(message.place.occurredAt)
        columns.text(message.place.id)
        columns.text(message.text.utf8.count <= Self.byteLimit ? message.text : nil)
        columns.endRow()
    }
}
