import Testing

@Suite("The report drift")
struct DriftTests {
    /// Five reviews in the first three days of the period, four in the next three.
    private static let records = [
        SampleReview(workflow: 1, fields: 4, modified: 1),
        SampleReview(workflow: 2, fields: 4),
        SampleReview(workflow: 3, fields: 2, modified: 1, added: 1),
        SampleReview(workflow: 4, fields: 8, deleted: 1),
        // A later revision counts for the whole and for no field.
        SampleReview(workflow: 4, revision: 2, fields: 8, modified: 2),
        SampleReview(workflow: 5, day: 6, fields: 4),
        SampleReview(workflow: 6, day: 6, fields: 4),
        SampleReview(workflow: 7, day: 6, fields: 2),
        SampleReview(workflow: 8, day: 6, fields: 8, modified: 1),
    ].flatMap { [$0.initialSummary, $0.modifications] }

    private static let period = ["from": "2026-03-05", "to": "2026-03-08"]

    /// The same metrics as those of the report compare, worked out apart from redline.
    private static let ofThreeReviews: [[String?]] = [
        [
            nil, "field_edit_rate", "0.19230769230769232", "0.05555555555555555",
            "-0.13675213675213677", "0.0426332521861581", "0.2557995131169486",
        ],
        [
            nil, "untouched_rate", "0.2", "0.75", "0.55", "0.09894293606729622",
            "0.29682880820188867",
        ],
        ["/f0", "accuracy", "0.5", "0.75", "0.25", "0.5126907602619234", "1"],
        ["/f1", "accuracy", "1", "1", "0", "1", "1"],
        ["/f2", "accuracy", "1", "1", "0", "1", "1"],
        ["/f3", "accuracy", "1", "1", "0", "1", "1"],
    ]

    private static let ofOneReview: [[String?]] = [
        [
            nil, "field_edit_rate", "0.19230769230769232", "0.05555555555555555",
            "-0.13675213675213677", "0.0426332521861581", "0.3298097868909874",
        ],
        ["/f7", "accuracy", "0", "1", "1", "0.08069299555913068", "0.3298097868909874"],
        [
            nil, "untouched_rate", "0.2", "0.75", "0.55", "0.09894293606729622",
            "0.3298097868909874",
        ],
        ["/f0", "accuracy", "0.5", "0.75", "0.25", "0.5126907602619234", "1"],
        ["/f1", "accuracy", "1", "1", "0", "1", "1"],
        ["/f2", "accuracy", "1", "1", "0", "1", "1"],
        ["/f3", "accuracy", "1", "1", "0", "1", "1"],
        ["/f4", "accuracy", "1", "1", "0", "1", "1"],
        ["/f5", "accuracy", "1", "1", "0", "1", "1"],
        ["/f6", "accuracy", "1", "1", "0", "1", "1"],
    ]

    @Test("has the whole and each field of enough reviews, the least likely by chance first")
    func fields() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            for (minimum, expected) in [("3", Self.ofThreeReviews), ("1", Self.ofOneReview)] {
                let arguments = Self.period.merging(["min_reviews": minimum]) { $1 }
                let found = try await reported.rows("drift", arguments)
                #expect(isSame(found, expected), "\(found)")
            }
            let whole = try await reported.rows("drift", Self.period)
            #expect(whole.map { $0[1] } == ["field_edit_rate", "untouched_rate"])
        }
    }

    @Test("is null where one of the periods has nothing, and empty where both have")
    func missing() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            let first = ["from": "2026-03-02", "to": "2026-03-05"]
            let begun = try await reported.rows("drift", first)
            let baselineIsMissing: [[String?]] = [
                [nil, "field_edit_rate", nil, "0.19230769230769232", nil, nil, nil],
                [nil, "untouched_rate", nil, "0.2", nil, nil, nil],
            ]
            #expect(isSame(begun, baselineIsMissing), "\(begun)")
            let after = ["from": "2026-03-08", "to": "2026-03-11"]
            let ended = try await reported.rows("drift", after)
            let currentIsMissing: [[String?]] = [
                [nil, "field_edit_rate", "0.05555555555555555", nil, nil, nil, nil],
                [nil, "untouched_rate", "0.75", nil, nil, nil, nil],
            ]
            #expect(isSame(ended, currentIsMissing), "\(ended)")
            let never = try await reported.rows(
                "drift",
                ["from": "2020-03-02", "to": "2020-03-09"]
            )
            #expect(never == [])
            let nobody = try await reported.rows(
                "drift",
                Self.period.merging(["owner": "nobody"]) { $1 }
            )
            #expect(nobody == [])
        }
    }
}
