import Foundation
import RedlinePostgres
import TestSupport
import Testing

@Suite("Cancellation and loss")
struct CancellationTests {
    /// How a statement ends whose task is cancelled; one that the server does not stop is lost.
    private func cancelled(
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> PostgresError.Kind {
        let task = Task { try await body() }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        return try await failure { try await task.value }.kind
    }

    @Test("a cancelled task ends its statement at once, and the connection lives on")
    func statement() async throws {
        let connection = try await connect()
        let kind = try await cancelled {
            try await connection.execute("select pg_sleep(60)")
        }
        #expect(kind == .cancelled)
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }

    @Test("a cancelled transaction is rolled back, a cancelled stream and COPY end")
    func others() async throws {
        let connection = try await connect()
        try await connection.execute("create temp table t (a int)")
        let transaction = try await cancelled {
            try await connection.transaction { connection in
                try connection.execute("insert into t values (1)")
                try connection.execute("select pg_sleep(60)")
            }
        }
        #expect(transaction == .cancelled)
        #expect(await connection.transactionStatus == .idle)
        let stream = try await cancelled {
            try await connection.stream("select generate_series(1, 10000000000)") { _ in }
        }
        #expect(stream == .cancelled)
        let copy = try await cancelled {
            try await connection.copyOut(
                "copy (select generate_series(1, 10000000000)) to stdout"
            ) { _ in }
        }
        #expect(copy == .cancelled)
        let pipeline = try await cancelled {
            _ = try await connection.pipeline([
                Statement("begin"), Statement("insert into t values (1)"),
                Statement("select pg_sleep(60)"), Statement("commit"),
            ])
        }
        #expect(pipeline == .cancelled)
        let input = try await cancelled {
            try await connection.perform { connection in
                let writer = try connection.copyIn("copy t from stdin")
                while true {
                    try writer.write(Array("1\n".utf8))
                }
            }
        }
        #expect(input == .cancelled)
        #expect(try await connection.execute("select count(*) from t")[0][0].int == 0)
    }

    @Test("a server that was asked before it had read the statement is asked again")
    func early() async throws {
        let connection = try await connect()
        let process = await connection.backendProcessID
        // A stopped server reads nothing; the request waits and finds it idle when it goes on.
        #expect(kill(process, SIGSTOP) == 0)
        let slept = Task { try await connection.execute("select pg_sleep(60)") }
        try await Task.sleep(for: .milliseconds(100))
        slept.cancel()
        try await Task.sleep(for: .milliseconds(100))
        #expect(kill(process, SIGCONT) == 0)
        let error = try await failure { try await slept.value }
        #expect(error.kind == .cancelled)
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }

    @Test("a cancelled task sends nothing")
    func before() async throws {
        let connection = try await connect()
        let task = Task {
            while !Task.isCancelled {
                await Task.yield()
            }
            try await connection.execute("create temp table never (a int)")
        }
        task.cancel()
        let error = try await failure { try await task.value }
        #expect(error.kind == .cancelled)
        #expect(try await connection.execute("select to_regclass('never')")[0][0].isNull)
    }

    @Test("a statement cancelled from elsewhere, and a request when nothing runs")
    func request() async throws {
        let connection = try await connect()
        connection.cancelStatement()
        async let slept = failure { try await connection.execute("select pg_sleep(60)") }
        try await Task.sleep(for: .milliseconds(200))
        connection.cancelStatement()
        #expect(try await slept.kind == .cancelled)
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }

    @Test("a session that the server ends", arguments: [true, false])
    func lost(_ isRunning: Bool) async throws {
        let connection = try await connect()
        let process = await connection.backendProcessID
        if isRunning {
            async let lost = failure { try await connection.execute("select pg_sleep(60)") }
            try await Task.sleep(for: .milliseconds(200))
            try await once("select pg_terminate_backend($1)", [.integer(process)])
            #expect(try await lost.kind == .connectionLost)
        } else {
            try await once("select pg_terminate_backend($1, 5000)", [.integer(process)])
            let lost = try await failure {
                try await connection.pipeline([Statement("begin"), Statement("commit")])
            }
            #expect(lost.kind == .connectionLost)
        }
        #expect(await connection.isBroken)
        let after = try await failure { try await connection.execute("select 1") }
        #expect(after.kind == .connectionLost)
    }

    @Test("a closed connection")
    func closed() async throws {
        let connection = try await connect()
        await connection.close()
        await connection.close()
        #expect(await connection.isBroken)
        let error = try await failure { try await connection.execute("select 1") }
        #expect(error.kind == .connectionLost)
        #expect(await connection.backendProcessID == 0)
    }
}
