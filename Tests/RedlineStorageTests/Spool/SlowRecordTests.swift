import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// A record that takes too long in the database, here because somebody holds its workflow.
@Suite("A slow record in the spool")
struct SlowRecordTests {
    private static let patience = DrainPatience(
        batch: .seconds(5),
        record: .seconds(5),
        delayed: .seconds(5),
        // Beside all other tests the database may take its time.
        answer: .seconds(60),
        firstDelay: .milliseconds(100),
        longestDelay: .milliseconds(100),
        attempts: 2
    )

    private static let stored = """
        select (select count(*) from redline.interaction) || ' '
          || (select string_agg(stage::text, ',' order by stage) from redline.export_stage)
        """

    /// Runs `body` with a spool in which the stages 2 and 3 and feedback of a workflow wait among
    /// interactions of its owner, and with a session that holds the workflow until it rolls back.
    private static func with(
        patience: DrainPatience = patience,
        _ body: @Sendable (MigratedDatabase, Spool, SpoolDrain, Connection) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let writer = RecordWriter(database.options)
                _ = try await writer.write([try prepare(SampleStages.initialSummary())])
                await writer.close()
                let spool = try Spool(path: "\(folder.path)/spool.sqlite")
                func interaction(_ number: Int) throws -> PreparedRecord {
                    try prepare(SampleInteractions.plain(id: "i-\(number)"))
                }
                _ = try await spool.append([
                    try interaction(0),
                    try prepare(SampleStages.modifications(), requiresWorkflow: true),
                    try interaction(1),
                    try prepare(SampleStages.deliverable(), requiresWorkflow: true),
                    try prepare(SampleStages.feedback(), requiresWorkflow: true),
                    try interaction(2),
                ])
                let drain = SpoolDrain(
                    database.options,
                    spool: spool,
                    presence: DatabasePresence(),
                    idempotency: IdempotencyKeys(ConnectionPool(database.options)),
                    patience: patience,
                    notice: { _ in }
                )
                let holder = try await Connection.connect(database.options)
                try await holder.execute("begin")
                try await holder.execute("select * from redline.workflow for update")
                try await body(database, spool, drain, holder)
                await holder.close()
                await drain.close()
                spool.close()
            }
        }
    }

    @Test("is found, and waits apart with what builds on it; the others get in")
    func apart() async throws {
        try await Self.with { database, spool, drain, holder in
            #expect(try await drain.drain() == .init(moved: 3, refused: 0, delayed: 1))
            #expect(try await database.column(Self.stored) == ["3 1"])
            let status = try await spool.status()
            #expect([status.waiting, status.delayed, status.refused] == [3, 3, 0])
            // It holds up neither its owner's other records nor those of nobody known, but all
            // that comes with its id.
            let feedback = try prepare(SampleStages.feedback(), requiresWorkflow: true)
            #expect(spool.mustWait(feedback))
            let other = try prepare(SampleInteractions.plain())
            #expect(!spool.mustWait(other))
            #expect(!spool.hasReady && !spool.isEmpty)
            // Also after a restart.
            try spool.recount()
            #expect(spool.mustWait(feedback))
            #expect(!spool.hasReady && !spool.isEmpty)
            try await holder.execute("rollback")
            #expect(try await drain.drain() == .init(moved: 3, refused: 0, delayed: 0))
            #expect(try await database.column(Self.stored) == ["3 1,2,3,4"])
            #expect(spool.isEmpty && !spool.mustWait(feedback))
        }
    }

    @Test(
        "is tried again by itself while others go on, and is stored once it can be",
        .timeLimit(.minutes(5))
    )
    func again() async throws {
        var patience = Self.patience
        patience.attempts = 1_000
        try await Self.with(patience: patience) { database, spool, drain, holder in
            let running = Task { await drain.run { _ in } }
            while spool.hasReady { try await Task.sleep(for: .milliseconds(20)) }
            // It is being tried now, or soon; what comes in meanwhile does not wait for it.
            for number in 3..<6 {
                _ = try await spool.append([
                    try prepare(SampleInteractions.plain(id: "i-\(number)"))
                ])
                while spool.hasReady { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(try await database.column(Self.stored) == ["6 1"])
            try await holder.execute("rollback")
            while !spool.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            running.cancel()
            await running.value
            #expect(try await database.column(Self.stored) == ["6 1,2,3,4"])
        }
    }

    @Test("is set aside after so many times, with the reason, and with what builds on it")
    func setAside() async throws {
        try await Self.with { _, spool, drain, _ in
            let first = try await drain.drain()
            #expect(first == .init(moved: 3, refused: 0, delayed: 1))
            let second = try await drain.drain()
            #expect(second == .init(moved: 0, refused: 3, delayed: 0))
            let reasons = try await spool.reasons()
            #expect(Set(reasons) == ["it took too long, each time that it was tried"])
            #expect(reasons.count == 3)
            #expect(spool.isEmpty)
        }
    }

    @Test("waits longer each time, up to an hour")
    func delays() throws {
        let now = try instant("2026-03-05T12:00:00Z")
        let minutes = [0, 1, 2, 5, 6, 24].map { attempts in
            (DrainPatience().delay(after: attempts, from: now).microseconds - now.microseconds)
                / 60_000_000
        }
        let expected: [Int64] = [1, 2, 4, 32, 60, 60]
        #expect(minutes == expected)
    }
}

extension SpoolDrain.Tally {
    fileprivate init(moved: Int, refused: Int, delayed: Int) {
        self.init()
        self.moved = moved
        self.refused = refused
        self.delayed = delayed
    }
}
