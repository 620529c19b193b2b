import RedlineStorage
import TestSupport
import Testing

@Suite("The edit rate and the survival of a summary")
struct SummaryRateTests {
    private static func deliverable(_ revision: Int, _ summary: String) -> String {
        SampleStages.deliverable(revision: revision)
            .replacing("An invoice of ACME Corp over 100.00", with: summary)
    }

    private static func initialSummary(_ revision: Int, _ summary: String) -> String {
        SampleStages.initialSummary(revision: revision)
            .replacing("An invoice of ACME Co over 100.00", with: summary)
    }

    /// The rates of the final summaries after records have come one by one in each of the orders.
    private func rates(_ records: [String], in orders: [[Int]]) async throws -> [[[String?]]] {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            var rates: [[[String?]]] = []
            for (number, order) in orders.enumerated() {
                let owner = "owner-\(number)"
                for position in order {
                    let record = records[position].replacing(SampleStages.owner, with: owner)
                    _ = try await writer.write([try prepare(record)])
                }
                rates.append(
                    try await database.rows(
                        """
                        select revision, ter_edits, ter_reference_words, summary_words, kept_words
                        from redline.export_stage
                        where stage = 3 and owner = '\(owner)' order by revision
                        """
                    )
                )
            }
            return rates
        }
    }

    @Test("is against the revision's own first summary, or revision 1's, whichever comes when")
    func anyOrder() async throws {
        let records = [
            Self.initialSummary(1, "a b c"), Self.initialSummary(2, "a b d"),
            Self.deliverable(1, "a b d e"), Self.deliverable(2, "a b d e"),
            Self.deliverable(3, "a b d e"),
        ]
        let expected = [
            ["1", "2", "4", "3", "2"], ["2", "1", "4", "3", "3"], ["3", "2", "4", "3", "2"],
        ]
        let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 3, 4, 0, 1], [3, 0, 4, 1, 2]]
        #expect(try await rates(records, in: orders) == orders.map { _ in expected })
    }

    @Test("is not known where the texts are too long, also when that shows late")
    func tooLong() async throws {
        let long = String(repeating: "word ", count: 12_000)
        let records = [
            Self.initialSummary(1, "a"), Self.initialSummary(2, long),
            Self.deliverable(2, String(repeating: "word ", count: 2_100)),
        ]
        let orders = [[0, 1, 2], [0, 2, 1], [2, 0, 1], [2, 1, 0]]
        #expect(
            try await rates(records, in: orders) == orders.map { _ in [["2", nil, nil, nil, nil]] }
        )
    }
}
