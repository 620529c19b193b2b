import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("When a workflow started, and its id")
struct WorkflowStartTests {
    @Test("an id that is made is a UUIDv7 of the record's time")
    func madeIDs() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let times = ["2026-03-04T09:30:00.123456Z", nil]
            let records = try times.map {
                try prepare(SampleStages.initialSummary(id: nil, timestamp: $0))
            }
            let receipts = try await writer.write(records).compactMap(\.receipt)
            #expect(
                receipts.map { WorkflowID($0.id)?.time }
                    == [
                        try instant("2026-03-04T09:30:00.123Z"),
                        try instant("2026-03-05T12:00:00Z"),
                    ]
            )
            #expect(
                receipts.map(\.occurredAt)
                    == [
                        try instant("2026-03-04T09:30:00.123456Z"),
                        try instant("2026-03-05T12:00:00Z"),
                    ]
            )
            #expect(
                try await database.column(
                    "select started_at from redline.workflow order by started_at"
                ) == ["2026-03-04 09:30:00.123456+00", "2026-03-05 12:00:00+00"]
            )
        }
    }

    private static let v4 = "3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90"

    @Test("without stage 1 it is the earliest stage's time, whichever came first")
    func earliest() async throws {
        for reversed in [false, true] {
            try await MigratedDatabase.with { database in
                let writer = RecordWriter(database.options)
                let stages = try [
                    prepare(SampleStages.modifications(id: Self.v4)),
                    prepare(SampleStages.deliverable(id: Self.v4)),
                    prepare(SampleStages.feedback(id: Self.v4)),
                ]
                for stage in reversed ? stages.reversed() : stages {
                    _ = try await writer.write([stage])
                }
                #expect(
                    try await Self.starts(database)
                        == [
                            "correction: 2026-03-04 09:36:00+00",
                            "export_stage: "
                                + "2026-03-04 09:36:00+00", "workflow: 2026-03-04 09:36:00+00",
                        ]
                )
            }
        }
    }

    @Test(
        "a stage 1 that comes last takes everything of its workflow with it, into another week",
        arguments: [v4, SampleStages.workflow]
    )
    func moved(id: String) async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            for stage in [
                SampleStages.deliverable(id: id), SampleStages.modifications(id: id),
                SampleStages.initialSummary(id: id, timestamp: "2026-02-11T23:59:59.999999Z"),
                SampleStages.feedback(id: id),
            ] {
                _ = try await writer.write([try prepare(stage)])
            }
            let start = "2026-02-11 23:59:59.999999+00"
            #expect(
                try await Self.starts(database)
                    == ["correction: \(start)", "export_stage: \(start)", "workflow: \(start)"]
            )
            #expect(
                try await database.column(
                    "select distinct tableoid::regclass::text ~ '_20260209_' from redline.export_stage"
                ) == ["t"]
            )
        }
    }

    @Test("a stage 1 without a time moves what came before it to the time it came")
    func timelessStageOne() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try prepare(SampleStages.feedback(id: Self.v4))])
            let first = try prepare(SampleStages.initialSummary(id: Self.v4, timestamp: nil))
            let words = try await writer.outcomes([first])
            #expect(words[0].contains("at 2026-03-05T12:00:00Z until"))
            #expect(
                try await Self.starts(database)
                    == ["export_stage: 2026-03-05 12:00:00+00", "workflow: 2026-03-05 12:00:00+00"]
            )
        }
    }

    /// The distinct start times of each table.
    private static func starts(_ database: MigratedDatabase) async throws -> [String] {
        try await database.column(
            """
            select 'workflow: ' || started_at from redline.workflow
            union select 'export_stage: ' || workflow_started_at from redline.export_stage
            union select 'correction: ' || workflow_started_at from redline.correction
            order by 1
            """
        )
    }

    @Test("partitions are made for whatever week a record is of")
    func partitionsOnDemand() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let accepted = try instant("2026-03-05T12:00:00Z")
            let records = try stride(from: 0, through: 350, by: 50).map { days in
                let time = "\(accepted.adding(days: -days))"
                return try prepare(SampleStages.initialSummary(id: nil, timestamp: time))
            }
            let words = try await writer.outcomes(records)
            #expect(words.allSatisfy { $0.hasPrefix("recorded") })
            #expect(
                try await database.column(
                    """
                    select tableoid::regclass::text ~ ('export_stage_'
                      || to_char(date_trunc('week', workflow_started_at at time zone 'UTC'),
                        'YYYYMMDD'))
                    from redline.export_stage order by workflow_started_at
                    """
                ) == Array(repeating: "t", count: 8)
            )
        }
    }

    @Test("a time more than a day ahead or 400 days back is refused")
    func tooFarOff() throws {
        let refusals = [
            "2026-03-06T12:00:00Z": "",
            "2026-03-06T12:00:00.000001Z":
                "/timestamp: lies more than 1 day in the future",
            "2025-01-29T12:00:00Z": "",
            "2025-01-29T11:59:59.999999Z":
                "/timestamp: lies more than 400 days back",
        ]
        for (time, refusal) in refusals {
            for record in [
                SampleStages.initialSummary(timestamp: time),
                SampleStages.feedback(timestamp: time),
                SampleInteractions.plain(timestamp: time),
            ] {
                var words = ""
                do {
                    _ = try prepare(record)
                } catch let faults as RecordFaults {
                    words = "\(faults)"
                }
                #expect(words == refusal, "\(time)")
            }
        }
    }

    @Test("an id of a time far off says nothing of the start")
    func strangeID() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            // UUIDv7 of the years 1970 and 10889.
            for id in [
                "00000000-0000-7000-8000-000000000001", "ffffffff-ffff-7000-8000-000000000002",
            ] {
                _ = try await writer.write([
                    try prepare(SampleStages.feedback(id: id, timestamp: nil))
                ])
            }
            #expect(
                try await database.column("select started_at from redline.workflow")
                    == ["2026-03-05 12:00:00+00", "2026-03-05 12:00:00+00"]
            )
        }
    }
}
