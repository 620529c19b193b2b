import RedlinePostgres
import TestSupport
import Testing

@Suite("Errors")
struct ErrorTests {
    @Test("a violated constraint is named, and nothing that was stored is shown")
    func constraint() async throws {
        let connection = try await connect()
        try await connection.executeScript(
            """
            create temp table person (
                name text constraint person_key primary key,
                age int constraint age_is_positive check (age > 0));
            insert into person values ('secret person', 7);
            """
        )
        let twice = try await failure {
            try await connection.execute(
                "insert into person values ($1, 8)",
                [.text("secret person")]
            )
        }
        #expect(twice.kind == .sqlState("23505"))
        #expect(twice.constraintName == "person_key")
        #expect(twice.tableName == "person")
        #expect(twice.detail?.contains("secret person") == true)
        let shown = "23505 duplicate key value violates unique constraint \"person_key\""
        #expect("\(twice)" == shown + " (constraint person_key)")
        let negative = try await failure {
            try await connection.execute("insert into person values ('secret other', -7)")
        }
        #expect(negative.kind == .sqlState("23514"))
        #expect(negative.constraintName == "age_is_positive")
        let missing = try await failure {
            try await connection.execute("insert into person values (null, 1)")
        }
        #expect(missing.columnName == "name")
        for error in [twice, negative, missing] {
            var dumped = ""
            dump(error, to: &dumped)
            for text in ["\(error)", String(reflecting: error), "\(error as any Error)", dumped] {
                #expect(!text.contains("secret"))
                #expect(!text.contains("insert"))
            }
        }
    }

    @Test(
        "values that PostgreSQL quotes in its messages are left out of the description",
        arguments: [
            ("select $1::int8", "secret", "22P02 invalid input syntax for type bigint: \"…\""),
            ("select $1::int2", "99999999", "22003 value \"…\" is out of range for type smallint"),
            (
                "select $1::timestamptz", "sec\"ret",
                "22007 invalid input syntax for type timestamp with time zone: \"…\""
            ),
            ("select $1::json", "{secret", "22P02 invalid input syntax for type json"),
        ]
    )
    func quoted(_ sql: String, _ value: String, _ expected: String) async throws {
        let error = try await failure { try await once(sql, [.text(value)]) }
        #expect("\(error)" == expected)
    }

    @Test("a syntax error says where")
    func position() async throws {
        let error = try await failure { try await once("select 'ü', nonsense from") }
        #expect(error.kind == .sqlState("42601"))
        #expect(error.position == 26)
    }

    @Test("no server to connect to")
    func noServer() async throws {
        let error = try await failure {
            try await Connection.connect(
                ConnectionOptions("host=/nonexistent dbname=x password=hunter2")
            )
        }
        #expect(error.kind == .connectionFailed)
        #expect(error.message.contains("/nonexistent"))
        let unknown = try await failure {
            let options = try await TestCluster.shared.options(database: "nowhere")
            return try await Connection.connect(options)
        }
        #expect(unknown.kind == .connectionFailed)
    }

    @Test(
        "options and errors never show a password",
        arguments: [
            "host=h user=u dbname=d password='hunter 2' port=1",
            "postgresql://u:hunter%202@h:1/d", "host=h hunter2", "postgres://u:hunter2@[h",
            "hunter2=1",
        ]
    )
    func passwords(_ string: String) async throws {
        let options = ConnectionOptions(string)
        var dumped = ""
        dump(options, to: &dumped)
        for text in ["\(options)", String(reflecting: options), dumped] {
            #expect(!text.contains("hunter"))
        }
        if string.contains("=1") || string.contains("@h:") {
            let plain = "ConnectionOptions(host=h port=1 dbname=d user=u)"
            #expect("\(options)" == plain || string == "hunter2=1")
        } else {
            let error = try await failure { try await Connection.connect(options) }
            #expect(error.kind == .connectionFailed)
            #expect("\(error)" == "the connection string cannot be read")
        }
    }

    @Test("a statement that takes too long, and a lock that does")
    func timeouts() async throws {
        let connection = try await connect {
            $0.statementTimeoutMilliseconds = 50
        }
        let slow = try await failure { try await connection.execute("select pg_sleep(5)") }
        #expect(slow.kind == .timeout)
        #expect(slow.sqlState == "57014")
        let holder = try await connect()
        try await holder.executeScript("begin; select pg_advisory_xact_lock(4711)")
        let impatient = try await connect { $0.lockTimeoutMilliseconds = 50 }
        let locked = try await failure {
            try await impatient.execute("select pg_advisory_lock(4711)")
        }
        #expect(locked.kind == .sqlState("55P03"))
        try await holder.execute("rollback")
    }
}
