import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Sealing the audit trail")
struct AuditSealingTests {
    private static let writers = 8
    private static let entries = 40

    @Test("loses nothing and repeats nothing while many write, commit late and undo")
    func manyWriters() async throws {
        try await AuditedDatabase.with { audited in
            let isWriting = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        while await isWriting.isOpen {
                            try await audited.trail.seal(isWaiting: Bool.random())
                        }
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { writing in
                    for writer in 0..<Self.writers {
                        writing.addTask { try await Self.write(audited.database, UInt64(writer)) }
                    }
                    try await writing.waitForAll()
                }
                await isWriting.close()
                try await group.waitForAll()
            }
            let verdict = try await audited.trail.verify()
            #expect(verdict.breaks == [])
            #expect(verdict.waiting == 0)
            #expect(verdict.entries == Self.writers * Self.entries)
            #expect(verdict.seals > 1)
            let sealed = try await audited.database.rows(
                "select sum(entries), max(number) = count(*) from redline.audit_seal"
            )
            #expect(sealed == [["\(Self.writers * Self.entries)", "t"]])
        }
    }

    @Test("does not wait for an entry that is not committed, and takes it when it is")
    func lateCommit() async throws {
        try await AuditedDatabase.with { audited in
            try await audited.database.withConnection { late in
                try await late.execute("begin")
                try await late.record(AuditedAct(.eraseOwner), by: .user("late"))
                try await audited.record(2)
                #expect(try await audited.trail.seal() == 2)
                try await late.execute("commit")
            }
            #expect(try await audited.trail.seal() == 1)
            #expect(try await audited.trail.verify().breaks == [])
        }
    }

    @Test("is refused where it could not see what was committed meanwhile")
    func isolation() async throws {
        try await AuditedDatabase.with { audited in
            let refused = await #expect(throws: PostgresError.self) {
                try await audited.database.run(
                    "begin isolation level repeatable read; select redline.seal_audit(); commit"
                )
            }
            #expect(refused?.message.contains("read committed") == true)
        }
    }

    /// Writes entries in transactions that last for different times, and undoes some.
    private static func write(_ database: MigratedDatabase, _ seed: UInt64) async throws {
        try await database.withConnection { connection in
            var random = SplitMix64(seed: seed)
            var left = entries
            while left > 0 {
                let count = min(left, Int.random(in: 1...5, using: &random))
                let isUndone = random.oneIn(4)
                try await connection.execute("begin")
                for _ in 0..<count {
                    let act = AuditedAct(.readHistory, owners: ["ana"], records: count)
                    try await connection.record(act, by: .user("writer \(seed)"))
                    try await Task.sleep(
                        for: .microseconds(Int.random(in: 0...3_000, using: &random))
                    )
                }
                try await connection.execute(isUndone ? "rollback" : "commit")
                if !isUndone { left -= count }
            }
        }
    }
}

/// Open until it is closed.
private actor Gate {
    private(set) var isOpen = true

    func close() { isOpen = false }
}
