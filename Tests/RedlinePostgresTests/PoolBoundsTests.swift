import RedlinePostgres
import TestSupport
import Testing

@Suite("A pool has bounds and outlives its connections")
struct PoolBoundsTests {
    @Test("bounds on connections, waiters and waiting")
    func bounds() async throws {
        let pool = try await makePool(2, waiters: 1, wait: .seconds(10))
        let holders = (0..<2).map { _ in
            Task { try await pool.withConnection { try await $0.execute("select pg_sleep(60)") } }
        }
        try await settle(pool, 2, 0, 0)
        async let patient = failure { try await pool.run([Statement("select 1")]) }
        try await settle(pool, 2, 0, 1)
        let refused = try await failure { try await pool.run([Statement("select 1")]) }
        #expect(refused.kind == .poolExhausted)
        #expect(try await patient.kind == .poolExhausted)
        try await settle(pool, 2, 0, 0)
        for holder in holders {
            holder.cancel()
            let error = try await failure { try await holder.value }
            #expect(error.kind == .cancelled)
        }
        try await settle(pool, 2, 2, 0)
        #expect(try await pool.run([Statement("select 1")])[0][0][0].int == 1)
        await pool.shutdown()
    }

    @Test("a cancelled waiter leaves the line, the next gets its turn")
    func cancelledWaiter() async throws {
        let pool = try await makePool(1)
        let holder = Task {
            try await pool.withConnection { try await $0.execute("select pg_sleep(60)") }
        }
        try await settle(pool, 1, 0, 0)
        let impatient = Task { try await pool.run([Statement("select 1")]) }
        try await settle(pool, 1, 0, 1)
        let patient = Task { try await pool.run([Statement("select 2")]) }
        try await settle(pool, 1, 0, 2)
        impatient.cancel()
        #expect(try await failure { try await impatient.value }.kind == .cancelled)
        holder.cancel()
        #expect(try await patient.value[0][0][0].int == 2)
        await pool.shutdown()
    }

    @Test("connections that the server ended are replaced unnoticed", arguments: [0, 1, 2])
    func replaced(_ way: Int) async throws {
        let pool = try await makePool(2)
        for _ in 0..<3 {
            let process = try await pool.withConnection { await $0.backendProcessID }
            try await once("select pg_terminate_backend($1, 5000)", [.integer(process)])
            let next: Int? =
                switch way {
                case 0: try await pool.withConnection { Int(await $0.backendProcessID) }
                case 1: try await pool.withTransaction { Int($0.backendProcessID) }
                default:
                    try await pool.run([Statement("select pg_backend_pid()")])[0][0][0].int
                }
            #expect(next != Int(process))
        }
        #expect(await pool.statistics == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("a connection lost in use is an error of that user only")
    func lostInUse() async throws {
        let pool = try await makePool(1)
        let error = try await failure {
            try await pool.withTransaction { connection in
                try connection.execute("select pg_terminate_backend(pg_backend_pid())")
            }
        }
        #expect(error.kind == .connectionLost)
        #expect(error.sqlState == "57P01")
        #expect(try await pool.run([Statement("select 1")])[0][0][0].int == 1)
        await pool.shutdown()
    }

    @Test("an error counts the caller's statements, and an unknown role is one")
    func errors() async throws {
        let pool = try await makePool(1)
        let division = try await failure {
            try await pool.run(
                settings: ["redline.owner": "x"],
                [
                    Statement("select 1"), Statement("select 1/0"),
                ]
            )
        }
        #expect(division.statementIndex == 1)
        let role = try await failure {
            try await pool.run(role: "no \"such\" role", [Statement("select 1")])
        }
        #expect(role.kind == .sqlState("22023"))
        #expect(role.statementIndex == nil)
        let transaction = try await failure {
            try await pool.withTransaction(role: "") { try $0.execute("select 1") }
        }
        #expect(transaction.kind == .sqlState("42601"))
        #expect(await pool.statistics == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }

    @Test("a server that cannot be reached leaves room for the next try")
    func unreachable() async throws {
        let pool = ConnectionPool(
            ConnectionOptions("host=/nonexistent"),
            limits: .init(connections: 1)
        )
        for _ in 0..<3 {
            let error = try await failure { try await pool.run([Statement("select 1")]) }
            #expect(error.kind == .connectionFailed)
        }
        #expect(await pool.statistics == .init(open: 0, idle: 0, waiting: 0))
    }

    @Test("a shut-down pool waits for what runs, then stops it, and refuses everybody")
    func shutdown() async throws {
        let pool = try await makePool(1)
        let short = Task {
            try await pool.withConnection { try await $0.execute("select pg_sleep(0.3)") }
        }
        try await settle(pool, 1, 0, 0)
        let waiter = Task { try await pool.run([Statement("select 1")]) }
        try await settle(pool, 1, 0, 1)
        await pool.shutdown()
        #expect(try await short.value.count == 1)
        #expect(try await failure { try await waiter.value }.kind == .poolExhausted)
        #expect(await pool.statistics == .init(open: 0, idle: 0, waiting: 0))
        let refused = try await failure { try await pool.run([Statement("select 1")]) }
        #expect(refused.kind == .poolExhausted)

        let other = try await makePool(1)
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let long = Task {
            try await other.withConnection { connection in
                starting.finish()
                try await connection.execute("select pg_sleep(60)")
            }
        }
        for await _ in started {}
        await other.shutdown(gracePeriod: .milliseconds(300))
        #expect(try await failure { try await long.value }.kind == .cancelled)
        try await settle(other, 0, 0, 0)
    }
}
