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

    /// Makes an interaction of what is known of it.
    public init(
        owner: String,
        occurredAt: Timestamp,
        interactionID: String,
        threadID: String?,
        userMessage: String,
        assistantResponse: String,
        toolCalls: String?,
        metadata: String?,
        extra: String?,
        repeatsPrevious: Bool,
        expiresAt: Timestamp
    ) {
        self.owner = owner
        self.occurredAt = occurredAt
        self.interactionID = interactionID
        self.threadID = threadID
        self.userMessage = userMessage
        self.assistantResponse = assistantResponse
        self.toolCalls = toolCalls
        self.metadata = metadata
        self.extra = extra
        self.repeatsPrevious = repeatsPrevious
        self.expiresAt = expiresAt
    }
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
    /// A page of interactions, newest first; the audit trail has an entry of it before it is handed
    /// over.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func interactions(
        as access: ReadAccess,
        by actor: AuditActor,
        filter: InteractionFilter = InteractionFilter(),
        page: PageRequest = PageRequest()
    ) async throws -> Page<InteractionEntry> {
        let query = ReadingQuery(
            .interactionHistory,
            [
                "owner": access.owner?.name ?? "",
                "thread_id": filter.threadID ?? "",
                "from": filter.from.map { "\($0)" } ?? "",
                "to": filter.to.map { "\($0)" } ?? "",
                "last_at": page.after.map { "\($0.time)" } ?? "",
                "last_id": page.after?.id ?? "",
                "search": filter.search ?? "",
                "limit": "\(page.limit + 1)",
                "offset": "\(page.offset)",
            ]
        )
        let newest = NewestRecords(
            places: .newestInteractions,
            access: access,
            from: filter.from,
            to: filter.to,
            page: page
        )
        let action: AuditAction = filter.search == nil ? .readInteractions : .searchInteractions
        return try await pool.readContent(as: access, by: actor) { connection in
            let days = try KeptDays(connection.run(.retentionDays), "interaction_days")
            let rows = try newest.rows(on: connection) { try $0.run(query, within: $1) }
                .compactMap { try InteractionEntry($0, days) }
            let found = Page(rows, limit: page.limit) { last in
                PagePlace(time: last.occurredAt, id: last.interactionID)
            }
            let owners = found.rows.map(\.owner)
            return (query.act(action, access, owners, records: found.rows.count), found)
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
    fileprivate init?(_ row: Row, _ days: KeptDays) throws {
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
        expiresAt = days.end(of: owner, from: recorded)
    }
}
