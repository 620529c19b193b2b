import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("A first summary that comes after many final ones")
struct ManyRevisionsTests {
    @Test("is held against some of them at once, and against the others in slices")
    func slices() async throws {
        let count = 140
        let finals = (1...count).map { revision in
            SampleStages.deliverable(revision: revision)
                .replacing("An invoice of ACME Corp", with: "An invoice \(revision) of ACME Corp")
        }
        try await MigratedDatabase.with { database in
            let now = "\(Timestamp.now)"
            let writer = RecordWriter(database.options)
            _ = try await writer.write(finals.map { try prepare($0, at: now) })
            let outcome = try await writer.write([
                try prepare(SampleStages.initialSummary(), at: now)
            ])
            await writer.close()
            #expect(outcome.first?.receipt?.isMeasuredLater == true)
            let limit = StageBatch.neighbourRevisionLimit
            let rates = """
                select count(*), count(ter_edits), min(ter_edits), max(ter_edits),
                  min(ter_reference_words), max(ter_reference_words)
                from redline.export_stage where stage = 3
                """
            #expect(
                try await database.rows(rates) == [["\(count)", "\(limit)", "2", "2", "8", "8"]]
            )
            var steps: [Int] = []
            let worker = LateMeasuring(database.options)
            #expect(try await worker.measure { steps.append($0) } == count - limit)
            await worker.close()
            #expect(steps == [100, count - limit])
            #expect(
                try await database.rows(rates) == [["\(count)", "\(count)", "2", "2", "8", "8"]]
            )
        }
    }

    @Test("is not held against records that are long, whatever their summaries", arguments: 1...2)
    func longRecords(revision: Int) async throws {
        let padding = String(repeating: "x", count: StageBatch.neighbourByteLimit)
        let long = SampleStages.deliverable(revision: revision)
            .replacing("\"pages\":2", with: "\"pages\":2,\"note\":\"\(padding)\"")
        try await MigratedDatabase.with { database in
            let now = "\(Timestamp.now)"
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try prepare(long, at: now)])
            _ = try await writer.write([try prepare(SampleStages.initialSummary(), at: now)])
            await writer.close()
            #expect(
                try await database.pendingMeasures() == ["ada@example.com \(revision) 3"]
            )
            let worker = LateMeasuring(database.options)
            #expect(try await worker.measure() == 1)
            await worker.close()
            let rates = "select ter_edits from redline.export_stage where stage = 3"
            #expect(try await database.column(rates) == ["1"])
        }
    }
}
