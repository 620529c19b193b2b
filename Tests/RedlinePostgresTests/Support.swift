import RedlinePostgres
import TestSupport
import Testing

/// Runs one statement on a connection of its own.
@discardableResult
func once(_ sql: String, _ parameters: [Parameter] = []) async throws -> Rows {
    try await connect().execute(sql, parameters)
}

/// A connection to the shared database.
func connect(_ change: (inout ConnectionOptions) -> Void = { _ in }) async throws -> Connection {
    var options = try await TestCluster.shared.options()
    change(&options)
    return try await Connection.connect(options)
}

/// The error of a statement that must fail.
func failure<Value>(
    _ body: () async throws -> Value
) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    throw NoFailure()
}

struct NoFailure: Error {}

/// A pool on the shared database.
func makePool(
    _ connections: Int,
    waiters: Int = 1000,
    wait: Duration = .seconds(30)
) async throws -> ConnectionPool {
    ConnectionPool(
        try await TestCluster.shared.options(),
        limits: .init(connections: connections, waiters: waiters, wait: wait)
    )
}

/// Waits until the pool looks as expected, half a minute at most.
func settle(_ pool: ConnectionPool, _ open: Int, _ idle: Int, _ waiting: Int) async throws {
    let expected = ConnectionPool.Statistics(open: open, idle: idle, waiting: waiting)
    for _ in 0..<3_000 where await pool.statistics != expected {
        try await Task.sleep(for: .milliseconds(10))
    }
    #expect(await pool.statistics == expected)
}
