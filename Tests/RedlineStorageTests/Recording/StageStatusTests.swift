import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("How far a stage brings its workflow")
struct StageStatusTests {
    /// The statuses that records are answered with, each written by itself.
    private func statuses(_ records: [String]) async throws -> [String] {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            var statuses: [String] = []
            for record in records {
                let receipt = try await writer.write([try prepare(record)]).first?.receipt
                statuses.append(receipt?.status?.rawValue ?? "none")
            }
            return statuses
        }
    }

    @Test("follows from the stage itself; feedback leaves it as it is")
    func stages() async throws {
        let found = try await statuses([
            SampleStages.initialSummary(), SampleStages.feedback(),
            SampleStages.modifications(), SampleStages.deliverable(),
            SampleStages.feedback(revision: 2), SampleStages.modifications(revision: 2),
            SampleStages.feedback(revision: 3), SampleInteractions.plain(),
        ])
        #expect(
            found == [
                "awaiting_user_review", "awaiting_user_review", "awaiting_final_processing",
                "completed", "completed", "awaiting_final_processing",
                "awaiting_final_processing", "none",
            ]
        )
    }

    @Test("is the same for the same stage again, and for feedback that comes alone the first one")
    func again() async throws {
        let feedback = SampleStages.feedback()
        let found = try await statuses([
            feedback, SampleStages.deliverable(), SampleStages.initialSummary(),
            SampleStages.deliverable(), SampleStages.initialSummary(),
        ])
        #expect(
            found == [
                "awaiting_user_review", "completed", "awaiting_user_review", "completed",
                "awaiting_user_review",
            ]
        )
    }
}
