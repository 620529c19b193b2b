import Testing

/// The reports quality, preferences and editors, over the same few workflows.
@Suite("The reports on what came of it")
struct OutcomeReportTests {
    private static let edited = SampleReview(
        workflow: 1,
        fields: 4,
        modified: 1,
        finalText: "A b d e"
    )
    private static let shipped = SampleReview(
        workflow: 2,
        format: "json",
        fields: 4,
        totalSeconds: 50,
        reportedQuality: 1,
        rating: 5
    )
    private static let regenerated = SampleReview(
        workflow: 2,
        revision: 2,
        template: "short",
        fields: 4,
        modified: 1,
        editingSeconds: 0.5,
        finalText: "x b",
        totalSeconds: 200,
        reportedQuality: 0.5,
        rating: 2
    )
    private static let pending = SampleReview(workflow: 3, fields: 9)
    private static let impossible = SampleReview(
        workflow: 4,
        owner: "bob",
        model: "claude",
        fields: 2,
        deleted: 1,
        totalSeconds: 30
    )
    /// Its summaries are not known both: too fast or not cannot be said.
    private static let unfinished = SampleReview(
        workflow: 5,
        owner: "bob",
        model: "mini",
        fields: 2,
        editingSeconds: 0.1
    )

    private static let records = [
        edited.initialSummary, edited.modifications, edited.deliverable, edited.feedback,
        shipped.initialSummary, shipped.deliverable, shipped.feedback,
        regenerated.modifications, regenerated.deliverable, regenerated.feedback,
        pending.initialSummary,
        impossible.initialSummary, impossible.modifications, impossible.deliverable,
        unfinished.initialSummary, unfinished.modifications,
    ]

    /// Of gpt-4o: qualities 0.8 and 1 of first revisions, one of two untouched, ratings 4, 5 and 2;
    /// 3 first summaries (100 tokens, 1000 ms) and 3 final ones (10 tokens, 500 ms); 100, 50 and 200
    /// seconds; 3 + 4 + 1 of 3 times 4 words.
    private static let quality: [[String?]] = [
        ["claude", "1", "0.8", "0", nil, "0", "110", "750", "975", "30", "1", "1"],
        [
            "gpt-4o", "3", "0.9", "0.5", "3.6666666666666665", "3", "330", "750", "1000", "100",
            "0.6666666666666666", "0",
        ],
        ["mini", "1", nil, "1", nil, "0", "100", "1000", "1000", nil, nil, "0"],
    ]

    @Test("quality holds what is said beside what is measured")
    func qualities() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            let found = try await reported.rows("quality", ["by": "model"])
            #expect(isSame(found, Self.quality), "\(found)")
            let all = try await reported.rows("quality", ["by": "week,document_type,month"])
            #expect(all.count == 1)
            #expect(all[0][0...1] == [#"["2026-03-02","invoice","2026-03"]"#, "5"])
            #expect(try await reported.rows("quality", ["owner": "nobody"]) == [])
            let before = try await reported.rows("quality", ["as_of": "2026-03-01T00:00:00Z"])
            #expect(before == [])
        }
    }

    /// A review that contradicts itself by one rule alone, and one that just does not.
    private static let contradictions: [(is: SampleReview, isNot: SampleReview)] = [
        (
            SampleReview(workflow: 1, fields: 2, editingSeconds: 61, totalSeconds: 60.9),
            SampleReview(workflow: 1, fields: 2, editingSeconds: 61, totalSeconds: 61)
        ),
        (
            SampleReview(workflow: 1, fields: 2, modified: 1, reportedAccuracy: 1),
            SampleReview(workflow: 1, fields: 2, added: 1, reportedAccuracy: 1)
        ),
        (
            SampleReview(workflow: 1, fields: 2, deleted: 1, reportedAccuracy: 1),
            SampleReview(workflow: 1, fields: 2, deleted: 1, reportedAccuracy: 0.999)
        ),
        (
            SampleReview(workflow: 1, fields: 2, added: 1, claims: #","fields_edited_count":0"#),
            SampleReview(workflow: 1, fields: 2, added: 1, claims: #","fields_edited_count":5"#)
        ),
        (
            SampleReview(
                workflow: 1,
                fields: 2,
                added: 1,
                editingSeconds: 6_000,
                claims: #","edits_per_minute":0"#,
                totalSeconds: 6_000
            ),
            SampleReview(
                workflow: 1,
                fields: 2,
                added: 1,
                editingSeconds: 6_001,
                claims: #","edits_per_minute":0"#,
                totalSeconds: 6_001
            )
        ),
        (
            SampleReview(workflow: 1, fields: 2, fileBytes: 0),
            SampleReview(workflow: 1, fields: 2, fileBytes: 1)
        ),
    ]

    @Test(
        "a contradiction is what cannot be true, and no more",
        arguments: 0..<contradictions.count
    )
    func contradiction(rule: Int) async throws {
        let (one, other) = Self.contradictions[rule]
        for (review, expected) in [(one, "1"), (other, "0")] {
            var second = review
            second.revision = 2
            let twice = [
                review.initialSummary, review.modifications, review.deliverable,
                second.modifications, second.deliverable,
            ]
            // Once for the workflow, however often.
            for count in [3, 5] {
                let found = try await ReportedDatabase.with(Array(twice.prefix(count))) {
                    reported in
                    try await reported.rows("quality", ["by": "owner"])
                }
                #expect(found.map { $0[11] } == [expected], "\(review)")
            }
        }
    }

    @Test("preferences counts a workflow by what was asked for first, a rating by what it rates")
    func preferences() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            let found = try await reported.rows("preferences")
            let expected: [[String?]] = [
                [#"["financial","pdf"]"#, "3", "0.75", "0", "4"],
                [#"[null,"json"]"#, "1", "0.25", "1", "5"],
                [#"["short","pdf"]"#, "0", "0", nil, "2"],
            ]
            #expect(isSame(found, expected), "\(found)")
            let models = try await reported.rows("preferences", ["by": "model"])
            let byModel: [[String?]] = [
                ["gpt-4o", "2", "0.5", "0.5", "3.6666666666666665"],
                ["claude", "1", "0.25", "0", nil], ["mini", "1", "0.25", "0", nil],
            ]
            #expect(isSame(models, byModel), "\(models)")
            #expect(try await reported.rows("preferences", ["owner": "nobody"]) == [])
        }
    }

    @Test("editors has who reviews, the busiest first, and who cannot have read")
    func editors() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            let found = try await reported.rows("editors")
            let expected: [[String?]] = [
                [
                    SampleStages.owner, "3", "0.3333333333333333", "2", "1.9834710743801653",
                    "30.25", "1",
                ],
                ["bob", "2", "0.5", "1", "0.9983361064891847", "30.05", "0"],
            ]
            #expect(isSame(found, expected), "\(found)")
            #expect(try await reported.rows("editors", ["top": "1"]) == [found[0]])
            for none in ["0", "-1"] {
                #expect(try await reported.rows("editors", ["top": none]) == [])
            }
            #expect(try await reported.rows("editors", ["owner": "bob"]) == [found[1]])
            #expect(try await reported.rows("editors", ["owner": "nobody"]) == [])
        }
    }
}
