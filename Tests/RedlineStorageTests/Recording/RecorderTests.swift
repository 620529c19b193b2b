import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Records that come one by one")
struct RecorderTests {
    @Test(
        "are each answered with what became of them, however many come at once",
        arguments: [1, 2, 3]
    )
    func many(writers: Int) async throws {
        try await MigratedDatabase.with { database in
            let recorder = Recorder((0..<writers).map { _ in RecordWriter(database.options) })
            // Each of them twice, and every tenth with other content the second time.
            let records = try (0..<1_000).map { number in
                let isOther = number >= 500 && number.isMultiple(of: 10)
                return try prepare(
                    SampleInteractions.plain(
                        id: "chat-\(number % 500)",
                        message: isOther ? "other" : "message"
                    )
                )
            }
            let outcomes = try await withThrowingTaskGroup(of: (Int, RecordOutcome).self) { group in
                for (number, record) in records.enumerated() {
                    group.addTask { (number, try await recorder.record(record)) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            await recorder.close()
            var tally: [String: Int] = [:]
            for (number, outcome) in outcomes {
                let id = "chat-\(number % 500)"
                if let receipt = outcome.receipt { #expect(receipt.id == id) }
                let kind = outcome.words.prefix { $0 != " " }
                tally[String(kind), default: 0] += 1
                if kind == "conflict" { #expect(outcome.words == "conflict \(id)") }
            }
            #expect(tally == ["recorded": 500, "duplicate": 450, "conflict": 50])
            #expect(
                try await database.column("select count(*) from redline.interaction") == ["500"]
            )
        }
    }

    @Test("that came together are written together, and answered in their order")
    func together() async throws {
        try await MigratedDatabase.with { database in
            let recorder = Recorder((0..<2).map { _ in RecordWriter(database.options) })
            let records = try (0..<300).map { number in
                try prepare(SampleInteractions.plain(id: "chat-\(number % 290)"))
            }
            let outcomes: [RecordOutcome] = try await recorder.record(records)
            #expect(try await recorder.record([]).isEmpty)
            await recorder.close()
            #expect(outcomes.map(\.receipt?.id) == (0..<300).map { "chat-\($0 % 290)" })
            #expect(outcomes[..<290].allSatisfy { $0.words.hasPrefix("recorded") })
            #expect(outcomes[290...].allSatisfy { $0.words.hasPrefix("duplicate") })
            let transactions = "select count(distinct xmin::text) from redline.interaction"
            #expect(try await database.column(transactions) == ["1"])
        }
    }

    @Test("that came together are all told when the database fails")
    func failingTogether() async throws {
        try await MigratedDatabase.with { database in
            let recorder = Recorder(RecordWriter(database.options))
            let records = try (0..<3).map { try prepare(SampleInteractions.plain(id: "\($0)")) }
            try await database.run("alter table redline.interaction rename to elsewhere")
            await #expect(throws: PostgresError.self) { try await recorder.record(records) }
            try await database.run("alter table redline.elsewhere rename to interaction")
            #expect(try await recorder.record(records).count == 3)
            await recorder.close()
        }
    }

    @Test("are told when the database fails, and are recorded when it is back")
    func failing() async throws {
        try await MigratedDatabase.with { database in
            let recorder = Recorder(RecordWriter(database.options))
            let record = try prepare(SampleInteractions.plain())
            try await database.run("alter table redline.interaction rename to elsewhere")
            let error = await #expect(throws: PostgresError.self) {
                try await recorder.record(record)
            }
            #expect(error?.sqlState == "42P01")
            try await database.run("alter table redline.elsewhere rename to interaction")
            #expect(try await recorder.record(record).words.hasPrefix("recorded"))
            await recorder.close()
        }
    }

    @Test("go through one connection, also beside batches")
    func besideBatches() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let recorder = Recorder(writer)
            let batch = try (0..<50).map {
                try prepare(SampleInteractions.plain(id: "batch-\($0)"))
            }
            let single = try (0..<50).map { try prepare(SampleInteractions.plain(id: "one-\($0)")) }
            try await withThrowingTaskGroup(of: [RecordOutcome].self) { group in
                group.addTask { try await writer.write(batch) }
                for record in single { group.addTask { [try await recorder.record(record)] } }
                for try await outcomes in group {
                    for outcome in outcomes { #expect(outcome.words.hasPrefix("recorded")) }
                }
            }
            #expect(
                try await database.column("select count(*) from redline.interaction") == ["100"]
            )
            await recorder.close()
        }
    }

    @Test(
        "are refused where too many wait, or too large ones, and are recorded after that",
        .timeLimit(.minutes(5))
    )
    func busy() async throws {
        try await refusal(after: Recorder.waitingLimit) { number in
            try prepare(SampleInteractions.plain(id: "chat-\(number)"))
        }
        // Ten of them are 64 MB, eleven are more than 64 MiB.
        let text = String(repeating: "x", count: 6_400_000)
        let large = try prepare(SampleInteractions.plain(id: "large", message: text))
        try await refusal(after: 10) { _ in large }
    }

    /// Sees that so many records wait behind one that is being written, and no more.
    private func refusal(
        after count: Int,
        _ record: (Int) throws -> PreparedRecord
    ) async throws {
        let records = try (0...count).map(record)
        try await MigratedDatabase.with { database in
            let holder = try await Connection.connect(database.options)
            try await holder.execute("begin")
            try await holder.execute("lock table redline.interaction_key in exclusive mode")
            let recorder = Recorder(RecordWriter(database.options))
            let tasks = try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask { try await recorder.record(records[0]).words }
                try await database.untilSomeoneWaits()
                for record in records[1...] {
                    group.addTask { try await recorder.record(record).words }
                }
                let deadline = ContinuousClock.now + .seconds(30)
                while recorder.waitingCount < count, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(5))
                }
                await #expect(throws: RecorderIsBusy.self) {
                    _ = try await recorder.record(records[0])
                }
                try await holder.execute("rollback")
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(tasks.count == count + 1)
            #expect(tasks.allSatisfy { $0.hasPrefix("recorded") || $0.hasPrefix("duplicate") })
            #expect(try await recorder.record(records[0]).words.hasPrefix("duplicate"))
            await recorder.close()
            await holder.close()
        }
    }
}
