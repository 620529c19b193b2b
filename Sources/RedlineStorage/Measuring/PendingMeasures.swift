import Redline
import RedlinePostgres

/// What is recorded and not measured yet.
public struct PendingMeasures: Sendable, Equatable {
    /// Stages that wait.
    public let waiting: Int
    /// Stages that were tried too often and are left alone.
    public let setAside: Int
    /// Since when the first of those that wait has done so.
    public let oldest: Timestamp?

    /// How often the measuring of a stage is begun before it is set aside.
    public static let tryLimit = 5

    init(waiting: Int, setAside: Int, oldest: Timestamp?) {
        self.waiting = waiting
        self.setAside = setAside
        self.oldest = oldest
    }

    init(on connection: Connection) async throws {
        let limit = Parameter.integer(Self.tryLimit)
        let rows = try await connection.asRecorder { connection in
            try connection.run(.stateOfPendingMeasures, ["try_limit": limit])
        }
        let row = rows.first
        waiting = try row?["waiting"].int ?? 0
        setAside = try row?["set_aside"].int ?? 0
        oldest = try row?["oldest"].timestamp
    }
}

extension Connection {
    /// Runs `body` in a transaction of its own, as the role that records.
    func asRecorder<Value: Sendable>(
        _ body: @Sendable (isolated Connection) throws -> Value
    ) throws -> Value {
        try transaction { connection in
            try connection.execute("set local role redline_recorder")
            return try body(connection)
        }
    }
}

extension RecordingStatement {
    fileprivate static let stateOfPendingMeasures = Self("state_of_pending_measures")
}
