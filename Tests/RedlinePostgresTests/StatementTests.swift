import RedlinePostgres
import Synchronization
import TestSupport
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("every session has our settings, and the caller's win")
    func session() async throws {
        let connection = try await connect {
            $0.applicationName = "a 'name'"
            $0.settings = ["redline.note": "two words \\ and 'more'", "work_mem": "5MB"]
        }
        let names = [
            "client_encoding", "plan_cache_mode", "TimeZone", "DateStyle", "IntervalStyle",
            "application_name", "redline.note", "work_mem",
        ]
        let rows = try await connection.execute(
            "select current_setting(x) from unnest($1::text[]) x",
            [.array(names)]
        )
        #expect(
            try rows.map { try $0[0].string } == [
                "UTF8", "force_custom_plan", "UTC", "ISO, MDY", "iso_8601", "a 'name'",
                "two words \\ and 'more'", "5MB",
            ]
        )
        #expect(await connection.serverVersion >= 150_000)
    }

    @Test("notices go to the handler")
    func notices() async throws {
        let received = Received()
        let connection = try await connect {
            $0.noticeHandler = { received.append($0) }
        }
        try await connection.execute("do $$ begin raise warning 'look out'; end $$")
        let notices = received.all
        #expect(notices.map(\.severity) == ["WARNING"])
        #expect(notices.map(\.sqlState) == ["01000"])
        #expect(notices.map(\.message) == ["look out"])
    }

    @Test("a prepared statement is made once for each list of types")
    func prepared() async throws {
        let connection = try await connect()
        for number in 1...3 {
            let rows = try await connection.executePrepared(
                "select $1::int8 * 2",
                [.integer(number)]
            )
            #expect(try rows[0][0].int == number * 2)
        }
        for element in [.array(["a"]), .array(["b"]), nil] as [Parameter] {
            try await connection.executePrepared("select $1::text[]", [element])
        }
        let held = "select count(*) from pg_prepared_statements"
        #expect(try await connection.execute(held)[0][0].int == 3)
    }

    @Test("no more than 256 are kept, the least recently used leaving")
    func eviction() async throws {
        let connection = try await connect()
        for number in 0..<300 {
            try await connection.executePrepared("select \(number)")
            try await connection.executePrepared("select 0")
        }
        let rows = try await connection.execute(
            "select count(*), bool_or(statement = 'select 0') from pg_prepared_statements"
        )
        #expect(try rows[0][0].int == 256)
        #expect(try rows[0][1].bool == true)
    }

    @Test("a prepared statement survives changed tables and a DEALLOCATE")
    func stale() async throws {
        let connection = try await connect()
        try await connection.execute("create temp table t as select 1 as a")
        let sql = "select * from t"
        #expect(try await connection.executePrepared(sql)[0]["a"].int == 1)
        try await connection.execute("alter table t add b int default 2")
        #expect(try await connection.executePrepared(sql)[0]["b"].int == 2)
        try await connection.execute("deallocate all")
        #expect(try await connection.executePrepared(sql)[0]["b"].int == 2)
        let failing = try await failure { try await connection.executePrepared("select 1/0") }
        #expect(failing.kind == .sqlState("22012"))
    }

    @Test("a script of several statements, all or nothing")
    func script() async throws {
        let connection = try await connect()
        try await connection.executeScript(
            "create temp table t (a int); insert into t values (1); select * from t; -- end"
        )
        let error = try await failure {
            try await connection.executeScript("insert into t values (2); select 1/0")
        }
        #expect(error.kind == .sqlState("22012"))
        #expect(try await connection.execute("select count(*) from t")[0][0].int == 1)
        try await connection.executeScript("")
    }

    @Test("a statement is described without running")
    func description() async throws {
        let connection = try await connect()
        let described = try await connection.describe(
            "select $1::date as day, count(*), 'x' as \"Text\", $2::timestamptz[] from pg_class"
        )
        #expect(described.parameters.map(\.name) == ["date", "timestamp with time zone[]"])
        #expect(described.parameters.map(\.oid) == [1082, 1185])
        #expect(described.columns.map(\.name) == ["day", "count", "Text", "timestamptz"])
        #expect(
            described.columns.map(\.type.name) == [
                "date", "bigint", "text", "timestamp with time zone[]",
            ]
        )
        #expect(try await connection.describe("create table x ()").columns.isEmpty)
        let error = try await failure { try await connection.describe("select nobody") }
        #expect(error.kind == .sqlState("42703"))
    }

    @Test(
        "quoting",
        arguments: ["", "a", "A b", "o'clock", "say \"x\"", "back\\slash'", "'\u{301}", "ü;--"]
    )
    func quoting(_ text: String) async throws {
        let name = text.isEmpty ? "x" : text
        let rows = try await once(
            "select \(PostgresSyntax.quoteLiteral(text)) as \(PostgresSyntax.quoteIdentifier(name))"
        )
        #expect(try rows[0][0].string == text)
        #expect(rows.columnNames == [name])
    }
}

final class Received: Sendable {
    private let notices = Mutex<[PostgresNotice]>([])

    var all: [PostgresNotice] { notices.withLock { $0 } }

    func append(_ notice: PostgresNotice) {
        notices.withLock { $0.append(notice) }
    }
}
