import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Recording when the database goes away")
struct LostConnectionTests {
    private static let stored =
        "select count(*) from redline.interaction union all select count(*) from redline.interaction_key"

    private static func records(_ range: Range<Int>) throws -> [PreparedRecord] {
        try range.map { try prepare(SampleInteractions.plain(id: "lost-\($0)")) }
    }

    /// Ends every session of the database but the asking one.
    private static func endSessions(_ database: MigratedDatabase) async throws {
        try await database.run(
            """
            select pg_terminate_backend(pid, 5000) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """
        )
    }

    @Test("between two batches: the next one is written on a new connection")
    func betweenBatches() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            for round in 0..<3 {
                let words = try await writer.outcomes(try Self.records(round * 5..<round * 5 + 5))
                #expect(words.count { $0.hasPrefix("recorded") } == 5)
                try await Self.endSessions(database)
            }
            #expect(try await database.column(Self.stored) == ["15", "15"])
        }
    }

    @Test("in the middle of a batch: nothing of it is stored, and it can be written again")
    func withinBatch() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write(try Self.records(0..<5))
            let blocker = try await Connection.connect(database.options)
            try await blocker.execute("begin")
            try await blocker.execute("lock table redline.tool_call in exclusive mode")
            let records = try Self.records(5..<10) + [try prepare(SampleInteractions.full)]
            let writing = Task { try await writer.write(records) }
            let waiting = """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """
            let deadline = ContinuousClock.now + .seconds(20)
            while try await database.column(waiting) != ["1"], ContinuousClock.now < deadline {}
            try await database.run(
                """
                select pg_terminate_backend(pid, 5000) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """
            )
            let error = await #expect(throws: PostgresError.self) { try await writing.value }
            #expect(error?.kind == .connectionLost)
            try await blocker.execute("rollback")
            #expect(try await database.column(Self.stored) == ["5", "5"])
            let words = try await writer.outcomes(records)
            #expect(words.count { $0.hasPrefix("recorded") } == 6)
            #expect(try await database.column(Self.stored) == ["11", "11"])
        }
    }

    @Test("for a while: writing fails, and goes on when it is back")
    func unreachable() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write(try Self.records(0..<5))
            let superuser = try await Connection.connect(database.cluster.options())
            try await superuser.execute("alter database \(database.name) allow_connections false")
            try await superuser.execute(
                """
                select pg_terminate_backend(pid, 5000) from pg_stat_activity
                where datname = '\(database.name)'
                """
            )
            for _ in 0..<2 {
                let error = await #expect(throws: PostgresError.self) {
                    try await writer.write(try Self.records(5..<10))
                }
                #expect(error?.kind == .connectionFailed)
            }
            try await superuser.execute("alter database \(database.name) allow_connections true")
            await superuser.close()
            #expect(try await database.column(Self.stored) == ["5", "5"])
            let words = try await writer.outcomes(try Self.records(5..<10))
            #expect(words.count { $0.hasPrefix("recorded") } == 5)
        }
    }

    @Test("for good: writing fails")
    func gone() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write(try Self.records(0..<5))
            try await database.cluster.dropDatabase(database.name)
            let error = await #expect(throws: PostgresError.self) {
                try await writer.write(try Self.records(5..<10))
            }
            #expect(error?.kind == .connectionFailed)
        }
    }
}
