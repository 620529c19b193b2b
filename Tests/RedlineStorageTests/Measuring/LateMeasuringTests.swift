import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Measuring later")
struct LateMeasuringTests {
    private static let owners = ["ada@example.com", "bob@example.com"]

    /// The three stages of each owner's workflow.
    private static let records = owners.flatMap { owner in
        [
            SampleStages.initialSummary(owner: owner), SampleStages.modifications(owner: owner),
            SampleStages.deliverable(owner: owner),
        ]
    }

    private static let figures = """
        select owner, stage, extracted, modified, deleted, added, ter_edits, ter_reference_words,
          kept_words, summary_words, (select count(*) from redline.correction where correction.owner = stage.owner)
        from redline.export_stage stage where stage in (2, 3) order by owner, stage
        """

    private static func measured(_ owner: String) -> [[String?]] {
        [
            [owner, "2", "5", "1", "1", "2", nil, nil, nil, nil, "4"],
            [owner, "3", nil, nil, nil, nil, "1", "7", "6", "7", "4"],
        ]
    }

    private static func unmeasured(_ owner: String) -> [[String?]] {
        [
            [owner, "2", nil, nil, nil, nil, nil, nil, nil, nil, "0"],
            [owner, "3", nil, nil, nil, nil, nil, nil, nil, nil, "0"],
        ]
    }

    @Test("is said of the records that it concerns, and of nothing else")
    func said() async throws {
        try await MigratedDatabase.with { database in
            let outcomes = try await database.writeForLater(Self.records)
            let flags = outcomes.map { $0.receipt?.isMeasuredLater }
            #expect(flags == [false, true, true, false, true, true])
            #expect(
                try await database.pendingMeasures()
                    == Self.owners.flatMap { ["\($0) 1 2", "\($0) 1 3"] }
            )
            #expect(
                try await database.rows(Self.figures) == Self.owners.flatMap(Self.unmeasured)
            )
            // Again, all of it is answered as it was the first time.
            let again = try await database.writeForLater(Self.records)
            #expect(again.map { $0.receipt?.isMeasuredLater } == flags)
            #expect(again.allSatisfy { $0.words.hasPrefix("duplicate") })
        }
    }

    @Test("leaves a review out of the reports until it is done, and then adds it")
    func reports() async throws {
        try await MigratedDatabase.with { database in
            let reviews = "select owner, modified from redline.review order by owner"
            _ = try await database.writeForLater(
                Self.records.map { $0.replacing("2026-03-04T", with: "2026-03-05T") }
            )
            try await database.run("update redline.export_stage set kept_from = now()")
            #expect(try await database.rows(reviews).isEmpty)
            let worker = LateMeasuring(database.options)
            try await database.run(
                "update redline.pending_measure set kept_from = now();"
                    + "update redline.workflow set kept_from = now()"
            )
            #expect(try await worker.measure() == 4)
            await worker.close()
            #expect(try await database.rows(reviews) == Self.owners.map { [$0, "1"] })
        }
    }

    @Test("loses nothing and does nothing twice where it is cut off in the middle")
    func cutOff() async throws {
        try await MigratedDatabase.with { database in
            try await keep(database)
            let holder = try await database.holding(Self.owners[0])
            let worker = LateMeasuring(database.options)
            let measuring = Task { try await worker.measure() }
            try await database.waitForLock()
            try await database.run(
                """
                select pg_terminate_backend(pid, 5000) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """
            )
            await #expect(throws: PostgresError.self) { try await measuring.value }
            #expect(
                try await database.rows(Self.figures).prefix(2)
                    == Self.unmeasured(Self.owners[0])[...]
            )
            try await holder.execute("commit")
            await holder.close()
            // Those that were done before the cut need not be done again.
            let left = try await database.pendingMeasures()
            #expect(Set(left).isSuperset(of: ["ada@example.com 1 2", "ada@example.com 1 3"]))
            #expect(try await worker.measure() == left.count)
            #expect(try await database.rows(Self.figures) == Self.owners.flatMap(Self.measured))
            #expect(try await worker.measure() == 0)
            await worker.close()
        }
    }

    @Test("is shared by two: the one takes nothing that the other is at")
    func two() async throws {
        try await MigratedDatabase.with { database in
            try await keep(database)
            let holder = try await database.holding(Self.owners[0])
            let first = LateMeasuring(database.options)
            let measuring = Task { try await first.measure() }
            try await database.waitForLock()
            let second = LateMeasuring(database.options)
            // What is left but for what the first holds, without waiting for that.
            let others = Task { try await second.measure() }
            try await database.waitForLock(2)
            let waiting = try await database.pendingMeasures()
            #expect(waiting.filter { $0.hasPrefix("ada") }.count == 2)
            try await holder.execute("commit")
            await holder.close()
            let sum = try await measuring.value + others.value
            #expect(sum == 4)
            #expect(try await database.rows(Self.figures) == Self.owners.flatMap(Self.measured))
            #expect(try await database.pendingMeasures().isEmpty)
            await first.close()
            await second.close()
        }
    }

    @Test("counts with what comes while it measures")
    func meanwhile() async throws {
        try await MigratedDatabase.with { database in
            let owner = Self.owners[0]
            _ = try await database.writeForLater([
                SampleStages.initialSummary(), SampleStages.deliverable(revision: 2),
            ])
            try await keep(database, [])
            let holder = try await database.holding(owner)
            let worker = LateMeasuring(database.options)
            let measuring = Task { try await worker.measure() }
            try await database.waitForLock()
            // Revision 2 gets a first summary of its own, which differs from the final one in all.
            try await holder.execute(
                """
                insert into redline.export_stage (owner, workflow_started_at, workflow_id, revision,
                  stage, occurred_at, recorded_at, kept_from, digest, document_id, extracted, record)
                select owner, workflow_started_at, workflow_id, 2, stage, occurred_at, recorded_at,
                  kept_from, '\\x000102030405060708090a0b0c0d0e0f', document_id, extracted,
                  '{"ai_initial_summary":"other words"}'
                from redline.export_stage where stage = 1
                """
            )
            try await holder.execute("commit")
            await holder.close()
            #expect(try await measuring.value == 1)
            let rates = try await database.rows(
                """
                select ter_edits, ter_reference_words, summary_words, kept_words
                from redline.export_stage where stage = 3
                """
            )
            #expect(rates == [["7", "7", "2", "0"]])
            #expect(try await database.pendingMeasures().isEmpty)
            await worker.close()
        }
    }

    @Test("goes on in the place that a workflow was moved to")
    func moved() async throws {
        try await MigratedDatabase.with { database in
            _ = try await database.writeForLater([SampleStages.modifications()])
            try await keep(database, [])
            _ = try await database.writeForLater([
                SampleStages.initialSummary(timestamp: "2026-03-03T09:30:00Z")
            ])
            let worker = LateMeasuring(database.options)
            #expect(try await worker.measure() == 1)
            await worker.close()
            let places = try await database.rows(
                """
                select distinct workflow_started_at = '2026-03-03T09:30:00Z'
                from (select workflow_started_at from redline.export_stage
                  union all select workflow_started_at from redline.correction) t
                """
            )
            #expect(places == [["t"]])
        }
    }

    @Test("forgets workflows that are past their time, erased, or without the stage")
    func gone() async throws {
        try await MigratedDatabase.with { database in
            // The times of the samples are long past.
            _ = try await database.writeForLater(Self.records)
            let worker = LateMeasuring(database.options)
            #expect(try await worker.measure() == 0)
            #expect(try await database.pendingMeasures().isEmpty)
            _ = try await database.run(
                """
                insert into redline.pending_measure (owner, workflow_id, revision, stage, kept_from)
                select owner, workflow_id, revision, 2, now()
                from redline.workflow, generate_series(1, 2) as revision;
                delete from redline.workflow where owner = '\(Self.owners[1])';
                update redline.workflow set kept_from = now()
                """
            )
            #expect(
                try await database.pendingMeasures() == [
                    "ada@example.com 1 2", "ada@example.com 2 2",
                ]
            )
            #expect(try await worker.measure() == 1)
            #expect(try await database.pendingMeasures().isEmpty)
            await worker.close()
        }
    }

    @Test("sets aside what it cannot measure, and goes on with the others")
    func setAside() async throws {
        try await MigratedDatabase.with { database in
            try await keep(database)
            try await database.run(
                """
                update redline.export_stage set record = '{"stage":"user_modifications"}'
                where stage = 2 and owner = '\(Self.owners[0])'
                """
            )
            let worker = LateMeasuring(database.options)
            await #expect(throws: RecordFaults.self) { try await worker.measure() }
            #expect(try await database.pendingMeasures() == ["ada@example.com 1 2"])
            let state = try await worker.state()
            #expect((state.waiting, state.setAside) == (0, 1))
            #expect(try await worker.measure() == 0)
            await #expect(throws: RecordFaults.self) { try await worker.measure(retrying: true) }
            await worker.close()
        }
    }

    /// Records for later, and keeps what is there from running out.
    private func keep(
        _ database: MigratedDatabase,
        _ records: [String] = LateMeasuringTests.records
    ) async throws {
        if !records.isEmpty { _ = try await database.writeForLater(records) }
        try await database.run(
            """
            update redline.workflow set kept_from = now();
            update redline.pending_measure set kept_from = now()
            """
        )
    }
}
