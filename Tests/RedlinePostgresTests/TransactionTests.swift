import RedlinePostgres
import TestSupport
import Testing

struct Refusal: Error, Equatable {}

@Suite("Transactions and pipelines")
struct TransactionTests {
    private func counter() async throws -> Connection {
        let connection = try await connect()
        try await connection.execute("create temp table t (a int primary key)")
        return connection
    }

    private func numbers(_ connection: Connection) async throws -> [Int?] {
        try await connection.execute("select a from t order by a").map { try $0[0].int }
    }

    @Test("commits what returns, rolls back what throws")
    func outcomes() async throws {
        let connection = try await counter()
        let count = try await connection.transaction { connection in
            try connection.execute("insert into t values (1)")
            return try connection.execute("select count(*) from t")[0][0].int
        }
        #expect(count == 1)
        await #expect(throws: Refusal()) {
            try await connection.transaction { connection in
                try connection.execute("insert into t values (2)")
                throw Refusal()
            }
        }
        #expect(try await numbers(connection) == [1])
        #expect(await connection.transactionStatus == .idle)
    }

    @Test("a body that hides a failure does not commit")
    func hidden() async throws {
        let connection = try await counter()
        let error = try await failure {
            try await connection.transaction { connection in
                try connection.execute("insert into t values (1)")
                _ = try? connection.execute("select 1/0")
            }
        }
        #expect(error.kind == .sqlState("25P02"))
        #expect(try await numbers(connection) == [])
    }

    @Test("a transaction within a transaction, and one that ends itself, are refused")
    func misuse() async throws {
        let connection = try await counter()
        let nested = try await failure {
            try await connection.transaction { connection in
                try connection.transaction { _ in }
            }
        }
        #expect(nested.kind == .badValue)
        let ended = try await failure {
            try await connection.transaction { try $0.execute("commit") }
        }
        #expect(ended.kind == .badValue)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test("an error at commit is thrown and leaves no transaction")
    func commitError() async throws {
        let connection = try await counter()
        try await connection.execute(
            "create temp table u (a int references t deferrable initially deferred)"
        )
        let error = try await failure {
            try await connection.transaction { try $0.execute("insert into u values (9)") }
        }
        #expect(error.constraintName == "u_a_fkey")
        #expect(await connection.transactionStatus == .idle)
    }

    @Test("two concurrent transactions: the second waits for the first's row")
    func concurrent() async throws {
        try await TestCluster.shared.withDatabase { name in
            let options = try await TestCluster.shared.options(database: name)
            try await Connection.connect(options).executeScript(
                "create table t (a int); insert into t values (0)"
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        let connection = try await Connection.connect(options)
                        for _ in 0..<50 {
                            try await connection.transaction { connection in
                                let rows = try connection.execute("select a from t for update")
                                let next = try (rows[0][0].int ?? 0) + 1
                                try connection.execute("update t set a = $1", [.integer(next)])
                            }
                        }
                        await connection.close()
                    }
                }
                try await group.waitForAll()
            }
            let connection = try await Connection.connect(options)
            #expect(try await connection.execute("select a from t")[0][0].int == 100)
            await connection.close()
        }
    }

    @Test("a pipeline gives the rows of each statement")
    func pipeline() async throws {
        let connection = try await counter()
        for _ in 0..<2 {
            let rows = try await connection.pipeline([
                Statement("begin"),
                Statement("select set_config('redline.owner', $1, true)", ["me"], isPrepared: true),
                Statement("insert into t select generate_series(1, 3) on conflict do nothing"),
                Statement(
                    "select a, current_setting('redline.owner') from t where a > $1",
                    [1],
                    isPrepared: true
                ),
                Statement(
                    "select set_config('redline.owner', $1, true)",
                    ["you"],
                    isPrepared: true
                ),
                Statement("commit"),
            ])
            #expect(rows.count == 6)
            #expect(try rows[3].map { try $0[0].int } == [2, 3])
            #expect(try rows[3][0][1].string == "me")
            #expect(rows[5].commandTag == "COMMIT")
        }
        let held = "select count(*) from pg_prepared_statements"
        #expect(try await connection.execute(held)[0][0].int == 2)
        #expect(try await connection.pipeline([]).isEmpty)
    }

    @Test("an error in the middle of a pipeline stops it and says which", arguments: [true, false])
    func pipelineError(_ isPrepared: Bool) async throws {
        let connection = try await counter()
        for _ in 0..<2 {
            let error = try await failure {
                try await connection.pipeline([
                    Statement("begin"),
                    Statement("insert into t values (7)", isPrepared: isPrepared),
                    Statement("select 1/$1::int", [0], isPrepared: isPrepared),
                    Statement("insert into t values (8)", isPrepared: isPrepared),
                    Statement("commit"),
                ])
            }
            #expect(error.kind == .sqlState("22012"))
            #expect(error.statementIndex == 2)
            #expect(await connection.transactionStatus == .idle)
            #expect(try await numbers(connection) == [])
        }
    }

    @Test("a pipeline that cannot be sent or parsed leaves the connection in order")
    func pipelineRefused() async throws {
        let connection = try await counter()
        let zero = try await failure {
            try await connection.pipeline([
                Statement("begin"), Statement("insert into t values (1)"),
                Statement("select $1::text", ["\0"]), Statement("commit"),
            ])
        }
        #expect(zero.kind == .badValue)
        let parse = try await failure {
            try await connection.pipeline([
                Statement("begin"), Statement("select nobody", isPrepared: true),
                Statement("commit"),
            ])
        }
        #expect(parse.statementIndex == 1)
        #expect(await connection.transactionStatus == .idle)
        #expect(try await numbers(connection) == [])
    }

    @Test("a pipeline larger than every buffer does not stall")
    func largePipeline() async throws {
        let connection = try await connect()
        let long = String(repeating: "x", count: 200_000)
        let rows = try await connection.pipeline(
            (0..<200).map { _ in Statement("select $1::text", [.text(long)]) }
        )
        #expect(try rows.allSatisfy { try $0[0][0].string == long })
    }
}
