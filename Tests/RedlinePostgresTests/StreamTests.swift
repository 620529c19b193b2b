import RedlinePostgres
import TestSupport
import Testing

@Suite("Streams and COPY")
struct StreamTests {
    @Test("100,000 rows arrive in order, one chunk at a time")
    func stream() async throws {
        let connection = try await connect()
        let (count, sum, widest) = try await connection.perform { connection in
            var count = 0
            var sum = 0
            var widest = 0
            try connection.stream(
                "select g, repeat('x', 100) from generate_series(1, $1::int) g",
                [100_000]
            ) { rows in
                widest = max(widest, rows.count)
                for row in rows {
                    count += 1
                    let number = try row[0].int ?? 0
                    #expect(number == count)
                    sum += number
                }
            }
            return (count, sum, widest)
        }
        #expect(count == 100_000)
        #expect(sum == 5_000_050_000)
        #expect(widest == 1)
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }

    @Test("a stream that is stopped, and one that fails midway, leave the connection in order")
    func stopped() async throws {
        let connection = try await connect()
        let clock = ContinuousClock()
        let taken = await clock.measure {
            await #expect(throws: Refusal()) {
                try await connection.perform { connection in
                    try connection.stream("select generate_series(1, 1000000000)") { _ in
                        throw Refusal()
                    }
                }
            }
        }
        #expect(taken < .seconds(5))
        let error = try await failure {
            try await connection.stream("select 10 / (100 - g) from generate_series(1, 200) g") {
                _ in
            }
        }
        #expect(error.kind == .sqlState("22012"))
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }

    @Test("COPY in and out")
    func copy() async throws {
        let connection = try await connect()
        try await connection.execute("create temp table t (a int, b text)")
        let copied = try await connection.perform { connection in
            let writer = try connection.copyIn("copy t from stdin (format csv)")
            for number in 0..<20_000 {
                try writer.write(Array("\(number),\"täxt \(number)\"\n".utf8))
            }
            return try writer.finish()
        }
        #expect(copied == 20_000)
        let text = try await connection.perform { connection in
            var bytes: [UInt8] = []
            try connection.copyOut("copy (select * from t order by a) to stdout (format csv)") {
                bytes.append(contentsOf: $0)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(text == (0..<20_000).map { "\($0),täxt \($0)\n" }.joined())
    }

    @Test("a COPY that is cancelled, refused or forgotten copies nothing")
    func abandoned() async throws {
        let connection = try await connect()
        try await connection.execute("create temp table t (a int)")
        try await connection.perform { connection in
            let writer = try connection.copyIn("copy t from stdin")
            try writer.write(Array("1\n".utf8))
            try writer.cancel(reason: "changed my mind")
            #expect(throws: PostgresError.self) { try writer.write([0x31]) }
        }
        let refused = try await failure {
            try await connection.perform { connection in
                let writer = try connection.copyIn("copy t from stdin")
                try writer.write(Array("1\nsecret\n".utf8))
                try writer.finish()
            }
        }
        #expect(refused.kind == .sqlState("22P02"))
        #expect(!"\(refused)".contains("secret"))
        try await connection.perform { connection in
            try connection.copyIn("copy t from stdin").write(Array("2\n".utf8))
        }
        #expect(try await connection.execute("select count(*) from t")[0][0].int == 0)
    }

    @Test("a COPY out that is stopped leaves the connection in order")
    func copyOutStopped() async throws {
        let connection = try await connect()
        await #expect(throws: Refusal()) {
            try await connection.perform { connection in
                try connection.copyOut("copy (select generate_series(1, 100000000)) to stdout") {
                    _ in throw Refusal()
                }
            }
        }
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }

    @Test(
        "COPY where none belongs, and none where one does, are refused",
        arguments: ["copy (select 1) to stdout", "copy pg_temp.t from stdin", "select 1"]
    )
    func misplaced(_ sql: String) async throws {
        let connection = try await connect()
        try await connection.execute("create temp table t (a int)")
        if sql.hasPrefix("copy") {
            let executed = try await failure { try await connection.execute(sql) }
            #expect(executed.kind == .badValue)
            let streamed = try await failure { try await connection.stream(sql) { _ in } }
            #expect(streamed.kind == .badValue)
        }
        if !sql.hasSuffix("stdin") {
            let error = try await failure {
                try await connection.perform { try $0.copyIn(sql).cancel(reason: "") }
            }
            #expect(error.kind == .badValue)
        }
        if !sql.hasSuffix("stdout") {
            let error = try await failure { try await connection.copyOut(sql) { _ in } }
            #expect(error.kind == .badValue)
        }
        #expect(try await connection.execute("select 1")[0][0].int == 1)
    }
}
