import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Idempotency keys")
struct IdempotencyKeysTests {
    private static func acceptance(_ id: String, at time: Timestamp) -> IdempotentAcceptance {
        let digest = Array(repeating: UInt8(id.utf8.count), count: 16)
        return IdempotentAcceptance(recordID: id, acceptedAt: time, digest: digest)
    }

    private func withKeys(
        _ test: @Sendable (IdempotencyKeys, MigratedDatabase) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options)
            try await test(IdempotencyKeys(pool), database)
            await pool.shutdown()
        }
    }

    @Test("give back what the first request fixed, to its owner alone")
    func first() async throws {
        try await withKeys { keys, _ in
            let ada = try #require(Owner("ada"))
            let bob = try #require(Owner("bob"))
            let now = Timestamp.now
            let first = Self.acceptance("first", at: now)
            let second = Self.acceptance("second one", at: now.adding(days: 1))
            #expect(try await keys.claim("k", of: ada, first) == first)
            #expect(try await keys.claim("k", of: ada, second) == first)
            #expect(try await keys.claim("k", of: ada, first) == first)
            #expect(try await keys.claim("K", of: ada, second) == second)
            #expect(try await keys.claim("k", of: bob, second) == second)
            #expect(try await keys.claim("k", of: ada, second) == first)
        }
    }

    @Test("are forgotten after 24 hours, and not before")
    func expiry() async throws {
        try await withKeys { keys, database in
            let ada = try #require(Owner("ada"))
            let now = Timestamp.now
            let first = Self.acceptance("first", at: now)
            let second = Self.acceptance("second one", at: now)
            #expect(try await keys.claim("k", of: ada, first) == first)
            let back = "update redline.idempotency_key set accepted_at = accepted_at - interval"
            try await database.run("\(back) '24 hours'")
            let known = try await keys.claim("k", of: ada, second)
            #expect(known.recordID == "first")
            #expect(known.acceptedAt == now.adding(days: -1))
            try await database.run("\(back) '1 microsecond'")
            #expect(try await keys.claim("k", of: ada, second) == second)
            #expect(try await keys.claim("k", of: ada, first) == second)
        }
    }

    @Test("are given to one of many that claim them at the same time, and all agree on it")
    func concurrent() async throws {
        try await withKeys { keys, _ in
            let ada = try #require(Owner("ada"))
            let now = Timestamp.now
            for round in 0..<3 {
                let answers = try await withThrowingTaskGroup(of: String.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            let mine = Self.acceptance("\(round)-\(number)", at: now)
                            return try await keys.claim("k\(round)", of: ada, mine).recordID
                        }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(answers.count == 1)
            }
        }
    }

    @Test("let a retry meet its first try, though neither its id nor its time is its own")
    func retry() async throws {
        try await withKeys { keys, database in
            let ada = try #require(Owner("ada@example.com"))
            let writer = RecordWriter(database.options)
            for record in [
                SampleStages.initialSummary(id: nil, timestamp: nil),
                SampleInteractions.plain(timestamp: nil),
            ] {
                var words: [String] = []
                for time in ["2026-03-05T12:00:00Z", "2026-03-05T12:00:07Z"] {
                    var prepared = try prepare(record, at: time)
                    let mine = IdempotentAcceptance(
                        recordID: prepared.recordID,
                        acceptedAt: prepared.acceptedAt,
                        digest: prepared.digest.bytes
                    )
                    let first = try await keys.claim("k-\(record.utf8.count)", of: ada, mine)
                    #expect(first.digest == mine.digest)
                    prepared.adopt(recordID: first.recordID, acceptedAt: first.acceptedAt)
                    words += try await writer.outcomes([prepared])
                }
                #expect(words[1] == words[0].replacing("recorded", with: "duplicate"))
                #expect(words[0].hasPrefix("recorded"))
            }
        }
    }

    @Test("are removed from the table after two days, of however many")
    func removal() async throws {
        try await withKeys { keys, database in
            // Every second one is too old; the pages of a thousand end in the middle of an owner.
            try await database.run(
                """
                insert into redline.idempotency_key
                select 'owner-' || number % 3, 'key-' || number,
                  decode(repeat('00', 16), 'hex'), 'id',
                  now() - interval '47 hours 59 minutes' - number % 2 * interval '2 minutes'
                from generate_series(1, 2500) number
                """
            )
            #expect(try await keys.removeForgotten() == 1_250)
            let left = """
                select count(*) || ' ' || count(*) filter (
                  where accepted_at < now() - interval '48 hours')
                from redline.idempotency_key
                """
            #expect(try await database.column(left) == ["1250 0"])
            #expect(try await keys.removeForgotten() == 0)
        }
    }
}
