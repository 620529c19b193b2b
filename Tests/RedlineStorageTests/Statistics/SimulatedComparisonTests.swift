import RedlinePostgres
import TestSupport
import Testing

/// Comparisons of two models over fields that are right or wrong together: a scan is bad as a whole.
@Suite("A thousand simulated comparisons")
struct SimulatedComparisonTests {
    /// The reviews of one model, as the sums that a report has of them.
    private struct Slice {
        var reviews = 0
        var kept = 0
        var fields = 0
        var keptKept = 0
        var keptFields = 0
        var fieldsFields = 0

        /// Four of five documents are read well, the others badly; from 5 to 15 fields each.
        init(reviews: Int, accuracy: Double, _ random: inout SplitMix64) {
            for _ in 0..<reviews {
                let isBad = Int.random(in: 0..<5, using: &random) == 0
                let rate = isBad ? accuracy - 0.32 : accuracy + 0.08
                let count = Int.random(in: 5...15, using: &random)
                var right = 0
                for _ in 0..<count where Double.random(in: 0..<1, using: &random) < rate {
                    right += 1
                }
                self.reviews += 1
                kept += right
                fields += count
                keptKept += right * right
                keptFields += right * count
                fieldsFields += count * count
            }
        }

        var row: [Int] { [reviews, kept, fields, keptKept, keptFields, fieldsFields] }
    }

    /// In how many of the comparisons the difference has p < 0.05: with reviews as clusters, and
    /// as if the fields were independent of each other.
    private func alarms(
        reviews: Int,
        accuracy: (Double, Double)
    ) async throws -> (clustered: Int, naive: Int) {
        var random = SplitMix64(seed: 20_260_302)
        var columns = Array(repeating: [Int](), count: 12)
        for _ in 0..<1_000 {
            let one = Slice(reviews: reviews, accuracy: accuracy.0, &random)
            let other = Slice(reviews: reviews, accuracy: accuracy.1, &random)
            for (column, value) in (one.row + other.row).enumerated() {
                columns[column].append(value)
            }
        }
        let arrays = columns.map { column in
            "'{" + column.map(String.init).joined(separator: ",") + "}'::bigint[]"
        }
        let rows = try await MigratedDatabase.with { database in
            try await database.rows(
                """
                select
                  count(*) filter (where redline.difference_p(
                    redline.ratio(k1, e1),
                    redline.clustered_error(n1, k1, e1, kk1, ke1, ee1),
                    redline.ratio(k2, e2),
                    redline.clustered_error(n2, k2, e2, kk2, ke2, ee2)
                  ) < 0.05),
                  count(*) filter (where redline.two_proportion_p(k1, e1, k2, e2) < 0.05)
                from unnest(\(arrays.joined(separator: ","))) as comparison (
                  n1, k1, e1, kk1, ke1, ee1, n2, k2, e2, kk2, ke2, ee2
                )
                """
            )
        }
        let counts = rows[0].map { $0.flatMap { Int($0) } ?? -1 }
        return (counts[0], counts[1])
    }

    /// The figures of docs/metrics.md; 50 are expected by chance, give or take 7.
    @Test("of equal models cry wolf as seldom as they say, and do not if fields are not clustered")
    func withoutDifference() async throws {
        let found = try await alarms(reviews: 200, accuracy: (0.9, 0.9))
        #expect(found == (40, 286))
        let few = try await alarms(reviews: 20, accuracy: (0.9, 0.9))
        #expect(few == (57, 319))
    }

    @Test("of models that differ find it")
    func withDifference() async throws {
        let found = try await alarms(reviews: 200, accuracy: (0.9, 0.82))
        #expect(found.clustered == 989)
    }
}
