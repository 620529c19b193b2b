import Foundation
import GRDB
import Redline

/// A turn of a conversation that waits for what comes of its tool calls.
///
/// It lies beside the records that wait, so that one limit bounds both and erasing an owner removes
/// both.
public struct OpenTurn: Sendable {
    /// Whose it is.
    public let owner: Owner
    /// The conversation.
    public let threadID: String
    /// By what the turn is known within the conversation.
    public let turn: String
    /// When something of it last came.
    public var updatedAt: Timestamp
    /// Whether it is recorded, and only the ids of its calls are kept.
    public var isRecorded: Bool
    /// The interaction that it is recorded as.
    public var interactionID: String
    /// The ids of its calls.
    public var callIDs: [String]
    /// What would be recorded were nothing more to come, as JSON; empty once it is recorded.
    public var record: [UInt8]

    /// Creates a turn.
    public init(
        owner: Owner,
        threadID: String,
        turn: String,
        updatedAt: Timestamp,
        isRecorded: Bool,
        interactionID: String,
        callIDs: [String],
        record: [UInt8]
    ) {
        self.owner = owner
        self.threadID = threadID
        self.turn = turn
        self.updatedAt = updatedAt
        self.isRecorded = isRecorded
        self.interactionID = interactionID
        self.callIDs = callIDs
        self.record = record
    }
}

extension Spool {
    /// Makes the table of the turns.
    static func prepareOpenTurns(_ database: Database) throws {
        try database.execute(
            sql: """
                create table if not exists open_turn (
                  owner text not null,
                  thread_id text not null,
                  turn text not null,
                  updated_at integer not null,
                  is_recorded integer not null,
                  interaction_id text not null,
                  call_ids text not null,
                  record blob not null,
                  primary key (owner, thread_id, turn)
                )
                """
        )
    }

    /// The turns of a conversation, recorded ones too.
    ///
    /// - Throws: `SpoolError`.
    public func openTurns(
        of owner: Owner,
        threadID: String
    ) async throws(SpoolError) -> [OpenTurn] {
        try await turns(
            "select * from open_turn where owner = ? and thread_id = ?",
            [owner.name, threadID]
        )
    }

    /// The turns of which nothing came since, longest first.
    ///
    /// - Throws: `SpoolError`.
    public func openTurns(
        quietSince time: Timestamp,
        limit: Int
    ) async throws(SpoolError) -> [OpenTurn] {
        try await turns(
            """
            select * from open_turn where updated_at <= ? and not is_recorded
            order by updated_at limit ?
            """,
            [time.microseconds, limit]
        )
    }

    /// How many turns are open.
    ///
    /// - Throws: `SpoolError`.
    public func openTurnCount() async throws(SpoolError) -> Int {
        do {
            return try await queue.read { database in
                try Int.fetchOne(
                    database,
                    sql: "select count(*) from open_turn where not is_recorded"
                ) ?? 0
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Keeps a turn in the place of what was kept of it before; it is on the disk when this returns.
    ///
    /// - Throws: `SpoolError`.
    public func keep(_ turn: OpenTurn) async throws(SpoolError) {
        let ids = (try? JSONEncoder().encode(turn.callIDs)) ?? Data("[]".utf8)
        do {
            try await queue.writeWithoutTransaction { database in
                try database.execute(
                    sql: "insert or replace into open_turn values (?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        turn.owner.name, turn.threadID, turn.turn, turn.updatedAt.microseconds,
                        turn.isRecorded, turn.interactionID, String(decoding: ids, as: UTF8.self),
                        Data(turn.record),
                    ]
                )
            }
        } catch {
            throw SpoolError(error)
        }
    }

    /// Forgets recorded turns of which nothing came since.
    ///
    /// - Throws: `SpoolError`.
    public func forgetTurns(quietSince time: Timestamp) async throws(SpoolError) {
        do {
            try await queue.writeWithoutTransaction { database in
                try database.execute(
                    sql: "delete from open_turn where updated_at <= ? and is_recorded",
                    arguments: [time.microseconds]
                )
            }
        } catch {
            throw SpoolError(error)
        }
    }

    private func turns(
        _ sql: String,
        _ arguments: StatementArguments
    ) async throws(SpoolError) -> [OpenTurn] {
        do {
            return try await queue.read { database in
                try Row.fetchAll(database, sql: sql, arguments: arguments)
                    .compactMap { OpenTurn($0) }
            }
        } catch {
            throw SpoolError(error)
        }
    }
}

extension OpenTurn {
    fileprivate init?(_ row: Row) {
        guard let owner = Owner(row["owner"] as String) else { return nil }
        let ids = Data((row["call_ids"] as String).utf8)
        self.init(
            owner: owner,
            threadID: row["thread_id"],
            turn: row["turn"],
            updatedAt: Timestamp(microseconds: row["updated_at"]),
            isRecorded: row["is_recorded"],
            interactionID: row["interaction_id"],
            callIDs: (try? JSONDecoder().decode([String].self, from: ids)) ?? [],
            record: [UInt8](row["record"] as Data)
        )
    }
}
