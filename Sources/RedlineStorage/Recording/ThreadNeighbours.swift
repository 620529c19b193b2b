import Redline
import RedlinePostgres

/// Finds the stored messages beside those of a batch.
///
/// Nearly always a message is the newest of its thread: then its only neighbour is the thread's
/// last message, which is noted with the thread where it is short. Messages that come late need a
/// search.
struct ThreadNeighbours {
    typealias Message = ThreadRepeats.Message
    typealias Place = ThreadRepeats.Place

    /// The last message that a thread had before.
    private struct Known {
        let place: Place
        /// Nil where it is not noted with the thread.
        let message: Message?
    }

    /// How threads get their new last messages.
    enum Noting {
        /// Known ones are locked, and moved last; the others are claimed, each unless somebody else
        /// notes it at the same time.
        case asking
        /// In fewer statements: known ones are moved at once, and the others inserted last. Where
        /// somebody else has noted one meanwhile, that violates `threadConstraint`.
        case atOnce
    }

    /// The constraint that a new thread violates which somebody else has noted meanwhile.
    static let threadConstraint = "thread_pkey"

    private let threads: [OwnedID: [Message]]
    private let noting: Noting

    /// Takes the batch's messages by thread, each thread in order.
    init(_ threads: [OwnedID: [Message]], _ noting: Noting) {
        self.threads = threads
        self.noting = noting
    }

    /// What locks the threads that are known, and may then claim the others; none without threads.
    ///
    /// Known ones are locked first, in the order of their keys, and then the others are noted, in
    /// that order too: whoever waits for one of those waits for somebody who locks no more.
    var statements: [Statement] {
        guard !threads.isEmpty else { return [] }
        var newest = LastMessageColumns()
        for (thread, messages) in threads {
            guard let last = messages.last else { continue }
            newest.append(thread, last)
        }
        let parameters = newest.columns.parameters
        switch noting {
        case .asking: return [Self.lock(threads.keys), .recording(.claimThreads, parameters)]
        case .atOnce: return [.recording(.moveKnownThreads, parameters)]
        }
    }

    /// Adds the stored neighbours, from what `statements` gave; what notes new last messages.
    func add(
        to threads: inout [OwnedID: [Message]],
        _ rows: ArraySlice<Rows>,
        on connection: isolated Connection
    ) throws -> [Statement] {
        guard let locked = rows.first else { return [] }
        var known = try Self.known(locked)
        var new = LastMessageColumns()
        if noting == .atOnce {
            for (thread, messages) in self.threads where known[thread] == nil {
                guard let newest = messages.last else { continue }
                new.append(thread, newest)
            }
        } else if let claimed = rows.dropFirst().first,
            known.count + claimed.count < self.threads.count
        {
            // Somebody else has noted them after ours were locked.
            let ours = try OwnedID.all(claimed, column: "thread_id")
            let others = Set(self.threads.keys).subtracting(ours).subtracting(known.keys)
            let late = try connection.pipeline([Self.lock(others)])
            known.merge(try late.first.map(Self.known) ?? [:]) { first, _ in first }
        }
        var searches: [(thread: OwnedID, statement: Statement)] = []
        var missing = LastPlaceColumns()
        var moved = LastMessageColumns()
        for (thread, last) in known {
            guard let first = self.threads[thread]?.first?.place,
                let newest = self.threads[thread]?.last
            else { continue }
            if first <= last.place {
                searches.append((thread, Self.search(thread, first, newest.place)))
            } else if let message = last.message {
                threads[thread, default: []].append(message)
            } else {
                missing.append(thread, last.place)
            }
            if noting == .asking, newest.place > last.place { moved.append(thread, newest) }
        }
        if missing.columns.rows > 0 {
            for row in try connection.run(.messagesAt, missing.columns.parameters) {
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
        return [(RecordingStatement.moveThreads, moved), (.insertThreads, new)]
            .filter { $0.1.columns.rows > 0 }
            .map { .recording($0.0, $0.1.columns.parameters) }
    }

    private static let pipelineLimit = 200

    private static func lock(_ threads: some Collection<OwnedID>) -> Statement {
        var wanted = BatchColumns(
            [("owner", PostgresType.text), ("thread_id", PostgresType.text)],
            capacity: threads.count
        )
        for thread in threads {
            wanted.text(thread.owner.name)
            wanted.text(thread.id)
            wanted.endRow()
        }
        return .recording(.lockThreads, wanted.parameters)
    }

    private static func known(_ rows: Rows) throws -> [OwnedID: Known] {
        var known: [OwnedID: Known] = [:]
        for row in rows {
            guard let thread = try OwnedID(row, column: "thread_id"),
                let time = try row["last_at"].timestamp,
                let id = try row["last_id"].string
            else { continue }
            let place = Place(occurredAt: time, id: id)
            // Nothing that is stored comes before it here, so whether it repeats is not asked.
            let message = try row["last_message"].string.map {
                Message(place: place, text: $0, position: nil, repeatsPrevious: false)
            }
            known[thread] = Known(place: place, message: message)
        }
        return known
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
