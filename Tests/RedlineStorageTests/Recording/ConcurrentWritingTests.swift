import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Several writers at once")
struct ConcurrentWritingTests {
    /// Lets each writer write its batches, and gives back the outcomes that are no recording.
    private func write(
        _ writers: [[[PreparedRecord]]],
        _ database: MigratedDatabase
    ) async throws -> [String] {
        let options = database.options
        return try await withThrowingTaskGroup(of: [String].self) { group in
            for batches in writers {
                group.addTask {
                    let writer = RecordWriter(options)
                    var others: [String] = []
                    for batch in batches {
                        others += try await writer.outcomes(batch)
                            .filter { !$0.hasPrefix("recorded") }
                    }
                    await writer.close()
                    return others
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    @Test("with stages and interactions in the same batches never wait for each other in a circle")
    func mixed() async throws {
        var workflows = try RandomWorkflows(seed: 11, now: .now)
        var conversations = RandomConversations(seed: 12, now: .now)
        let interactions = try conversations.messages.map { try $0.prepared(at: .now) }
        // Every record from every writer: all of them want the same rows, each in its own order.
        var writers: [[[PreparedRecord]]] = []
        for _ in 0..<4 {
            let records = conversations.shuffled(workflows.records + interactions)
            writers.append(workflows.batches(of: records))
        }
        let shares = writers
        try await MigratedDatabase.with { database in
            let others = try await write(shares, database)
            #expect(others.filter { !$0.hasPrefix("duplicate") } == [])
        }
    }

    @Test("make the partitions that they need once each")
    func partitions() async throws {
        let now = Timestamp.now
        let records = try (1...12).flatMap { weeks in
            let time = "\(now.adding(days: -7 * weeks - 50))"
            return [
                try prepare(SampleStages.initialSummary(id: nil, timestamp: time), at: "\(now)"),
                try prepare(SampleInteractions.plain(timestamp: time), at: "\(now)"),
            ]
        }
        try await MigratedDatabase.with { database in
            let before = try await database.column("select count(*) from redline.partition_week")
            let shares = (0..<4).map { share in
                (0..<records.count).filter { $0 / 2 % 4 == share || $0 % 2 == 1 }
                    .map { [records[share.isMultiple(of: 2) ? $0 : records.count - 1 - $0]] }
            }
            let others = try await write(shares, database)
            #expect(others.filter { !$0.hasPrefix("duplicate") } == [])
            let after = try await database.column("select count(*) from redline.partition_week")
            #expect(Int(after[0]) == Int(before[0]).map { $0 + 12 * 6 })
        }
    }

    @Test("get the partitions anew that were there and are gone")
    func partitionsGone() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            for id in ["before", "after"] {
                if id == "after" {
                    try await database.run(
                        """
                        do $$ declare part regclass; begin
                          for part in select inhrelid from pg_inherits
                            where inhparent = 'redline.interaction'::regclass
                          loop execute 'drop table ' || part; end loop;
                          delete from redline.partition_week where relation = 'interaction';
                        end $$
                        """
                    )
                }
                let outcome = try await writer.write([
                    try prepare(SampleInteractions.plain(id: id))
                ])
                #expect(outcome.first?.words.hasPrefix("recorded") == true, "\(outcome)")
            }
            #expect(
                try await database.column("select interaction_id from redline.interaction")
                    == ["after"]
            )
        }
    }

    @Test("are in no circle with somebody else for long: what PostgreSQL breaks off is tried again")
    func deadlock() async throws {
        try await MigratedDatabase.with { database in
            // Who looks for a circle first is broken off. That has to be the writer, which looks
            // once, after three seconds: where the machine was too slow to close the circle by
            // then, the other one is broken off later, and that proves nothing.
            var gaveWay = false
            for attempt in 0..<8 where !gaveWay {
                gaveWay = try await writerGivesWay(in: database, workflows: attempt)
            }
            #expect(gaveWay)
        }
    }

    /// Whether the writer was broken off in a circle with another connection; what it has to write
    /// has to be recorded in any case.
    private func writerGivesWay(
        in database: MigratedDatabase,
        workflows: Int
    ) async throws -> Bool {
        let ids = (0..<2).map { "019cb82e-c9c0-7abc-8def-0000000000\(workflows)\($0)" }
        var options = database.options
        options.settings["deadlock_timeout"] = "3s"
        let writer = RecordWriter(options)
        _ = try await writer.write(
            try ids.map { try prepare(SampleStages.initialSummary(id: $0)) }
        )
        let other = try await Connection.connect(database.options)
        try await other.execute("set deadlock_timeout = '12s'")
        try await other.execute("begin")
        func lock(_ id: String) async throws {
            try await other.execute(
                "select from redline.workflow where workflow_id = $1::uuid for update",
                [.text(id)]
            )
        }
        try await lock(ids[1])
        let records = try ids.map { try prepare(SampleStages.modifications(id: $0)) }
        let writing = Task { try await writer.outcomes(records) }
        try await database.untilSomeoneWaits()
        // The writer has the first one and waits for the second: this completes only where the
        // writer has given way.
        var gaveWay = true
        do {
            try await lock(ids[0])
            try await other.execute("commit")
        } catch let error as PostgresError where error.sqlState == "40P01" {
            gaveWay = false
            try await other.execute("rollback")
        }
        let words = try await writing.value
        #expect(words.count { $0.hasPrefix("recorded") } == 2, "\(words)")
        await other.close()
        await writer.close()
        return gaveWay
    }
}
