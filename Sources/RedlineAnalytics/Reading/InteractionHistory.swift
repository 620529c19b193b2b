import Redline
import RedlinePostgres

/// One interaction in a history.
public struct InteractionEntry: Sendable {
    /// Whose it is.
    public let owner: String
    /// When it happened.
    public let occurredAt: Timestamp
    /// Its id.
    public let interactionID: String
    /// The thread.
    public let threadID: String?
    /// What the user asked.
    public let userMessage: String
    /// What the assistant answered.
    public let assistantResponse: String
    /// The tool calls, as they were sent (JSON).
    public let toolCalls: String?
    /// The metadata, as they were sent (JSON).
    public let metadata: String?
    /// The record's other members, as they were sent (a JSON object).
    public let extra: String?
    /// Whether the message repeats the one before it in its thread.
    public let repeatsPrevious: Bool
    /// When it is no longer kept.
    public let expiresAt: Timestamp
}

/// Which interactions of a history are asked for.
public struct InteractionFilter: Sendable {
    /// The thread.
    public var threadID: String?
    /// Words to be found, as in a web search.
    public var search: String?
    /// The first time that counts.
    public var from: Timestamp?
    /// The first time that no longer counts.
    public var to: Timestamp?

    /// Creates a filter that lets everything through.
    public init() {}
}

extension RecordReader {
    /// A page of interactions, newest first.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func interactions(
        as access: ReadAccess,
        filter: InteractionFilter = InteractionFilter(),
        page: PageRequest = PageRequest()
    ) async throws -> Page<InteractionEntry> {
        let parameters: [String: Parameter] = [
            "owner": .text(access.owner?.name ?? ""),
            "thread_id": .text(filter.threadID ?? ""),
            "from": .text(filter.from.map { "\($0)" } ?? ""),
            "to": .text(filter.to.map { "\($0)" } ?? ""),
            "last_at": .text(page.after.map { "\($0.time)" } ?? ""),
            "last_id": .text(page.after?.id ?? ""),
            "search": .text(filter.search ?? ""),
            "limit": .integer(page.limit + 1),
            "offset": .integer(page.offset),
        ]
        let rows = try await pool.read(as: access) { connection in
            let days = try connection.run(.retentionDays).first?["interaction_days"].int ?? 30
            return try connection.run(.interactionHistory, parameters).compactMap { row in
                try InteractionEntry(row, retentionDays: days)
            }
        }
        return Page(rows, limit: page.limit) { last in
            PagePlace(time: last.occurredAt, id: last.interactionID)
        }
    }

    /// How many interactions an owner has, in all or in one thread.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func interactionCount(of owner: Owner, threadID: String?) async throws -> Int {
        try await pool.read(as: .owner(owner)) { connection in
            let rows = try connection.run(
                .countInteractions,
                ["owner": .text(owner.name), "thread_id": .text(threadID ?? "")]
            )
            return try rows.first?["interactions"].int ?? 0
        }
    }
}

extension InteractionEntry {
    fileprivate init?(_ row: Row, retentionDays: Int) throws {
        guard let owner = try row["owner"].string, let occurred = try row["occurred_at"].timestamp,
            let id = try row["interaction_id"].string, let message = try row["user_message"].string,
            let response = try row["assistant_response"].string,
            let recorded = try row["recorded_at"].timestamp
        else { return nil }
        self.owner = owner
        occurredAt = occurred
        interactionID = id
        threadID = try row["thread_id"].string
        userMessage = message
        assistantResponse = response
        toolCalls = try row["tool_calls"].string
        metadata = try row["metadata"].string
        extra = try row["extra"].string
        repeatsPrevious = try row["repeats_previous"].bool ?? false
        expiresAt = recorded.adding(days: retentionDays)
    }
}
