import Redline
import RedlinePostgres

/// Finds the stored messages beside those of a batch.
///
/// Nearly always a message is the newest of its thread: then its only neighbour is the thread's
/// last message, which one look-up by key gives. Messages that come late need a search.
struct ThreadNeighbours {
    typealias Message = ThreadRepeats.Message
    typealias Place = ThreadRepeats.Place

    private let threads: [OwnedID: [Message]]

    /// Takes the batch's messages by thread, each thread in order.
    init(_ threads: [OwnedID: [Message]]) {
        self.threads = threads
    }

    /// Adds the stored neighbours, and notes the threads' new last messages.
    func add(
        to threads: inout [OwnedID: [Message]],
        on connection: isolated Connection
    ) throws {
        let known = try lastMessages(on: connection)
        var searches: [(thread: OwnedID, statement: Statement)] = []
        var wanted = Self.columns()
        var moved = Self.columns()
        for (thread, last) in known {
            guard let first = self.threads[thread]?.first?.place,
                let newest = self.threads[thread]?.last?.place
            else { continue }
            if first > last {
                Self.append(thread, last, to: &wanted)
            } else {
                searches.append((thread, Self.search(thread, first, newest)))
            }
            if newest > last { Self.append(thread, newest, to: &moved) }
        }
        if moved.rows > 0 { try connection.run(.moveThreads, moved.parameters) }
        if wanted.rows > 0 {
            for row in try connection.run(.messagesAt, wanted.parameters) {
                guard let thread = try OwnedID(row, column: "thread_id"),
                    let message = try Message(row)
                else { continue }
                threads[thread, default: []].append(message)
            }
        }
        for chunk in stride(from: 0, to: searches.count, by: Self.pipelineLimit) {
            let part = searches[chunk..<min(chunk + Self.pipelineLimit, searches.count)]
            let found = try connection.pipeline(part.map(\.statement))
            for (search, rows) in zip(part, found) {
                threads[search.thread, default: []] += try rows.compactMap(Message.init)
            }
        }
    }

    private static let pipelineLimit = 200

    /// The last messages of the threads that were known before; the others are noted.
    ///
    /// Known ones are locked first, in the order of their keys, and then the others are claimed, in
    /// that order too: whoever waits for a claim waits for somebody who locks no more.
    private func lastMessages(on connection: isolated Connection) throws -> [OwnedID: Place] {
        var last = try lock(Array(threads.keys), on: connection)
        var claims = Self.columns()
        for (thread, messages) in threads where last[thread] == nil {
            guard let newest = messages.last?.place else { continue }
            Self.append(thread, newest, to: &claims)
        }
        guard claims.rows > 0 else { return last }
        let new = try connection.run(.claimThreads, claims.parameters).compactMap { row in
            try OwnedID(row, column: "thread_id")
        }
        guard new.count < claims.rows else { return last }
        // Somebody else has noted them meanwhile.
        let others = Set(threads.keys).subtracting(new).subtracting(last.keys)
        last.merge(try lock(Array(others), on: connection)) { first, _ in first }
        return last
    }

    private func lock(
        _ threads: [OwnedID],
        on connection: isolated Connection
    ) throws -> [OwnedID: Place] {
        var wanted = BatchColumns(
            [("owner", PostgresType.text), ("thread_id", PostgresType.text)],
            capacity: threads.count
        )
        for thread in threads {
            wanted.text(thread.owner.name)
            wanted.text(thread.id)
            wanted.endRow()
        }
        var last: [OwnedID: Place] = [:]
        for row in try connection.run(.lockThreads, wanted.parameters) {
            guard let thread = try OwnedID(row, column: "thread_id"),
                let time = try row["last_at"].timestamp,
                let id = try row["last_id"].string
            else { continue }
            last[thread] = Place(occurredAt: time, id: id)
        }
        return last
    }

    private static func search(_ thread: OwnedID, _ first: Place, _ newest: Place) -> Statement {
        .recording(
            .threadNeighbours,
            [
                "owner": .text(thread.owner.name), "thread_id": .text(thread.id),
                "first_at": .timestamp(first.occurredAt), "last_at": .timestamp(newest.occurredAt),
            ]
        )
    }

    private static func columns() -> BatchColumns {
        BatchColumns(
            [
                ("owner", PostgresType.text), ("thread_id", PostgresType.text),
                ("last_at", PostgresType.timestamptz), ("last_id", PostgresType.text),
            ],
            capacity: 64
        )
    }

    private static func append(_ thread: OwnedID, _ place: Place, to columns: inout BatchColumns) {
        columns.text(thread.owner.name)
        columns.text(thread.id)
        columns.time(place.occurredAt)
        columns.text(place.id)
        columns.endRow()
    }
}

extension ThreadRepeats.Message {
    fileprivate init?(_ row: Row) throws {
        guard let time = try row["occurred_at"].timestamp,
            let id = try row["interaction_id"].string, let text = try row["user_message"].string
        else { return nil }
        self.init(
            place: ThreadRepeats.Place(occurredAt: time, id: id),
            text: text,
            position: nil,
            repeatsPrevious: try row["repeats_previous"].bool ?? false
        )
    }
}

extension Statement {
    /// A statement of `statements/recording`, for a pipeline.
    static func recording(
        _ statement: RecordingStatement,
        _ parameters: [String: Parameter]
    ) -> Statement {
        Statement(statement.file.sql, statement.file.bind(parameters), isPrepared: true)
    }
}
