import RedlinePostgres
import Testing

@Suite("The report compare")
struct CompareTests {
    /// Five reviews of one model, four of another and two of a third.
    private static let reviews = [
        SampleReview(workflow: 1, fields: 4, modified: 1),
        SampleReview(workflow: 2, fields: 4),
        SampleReview(workflow: 3, fields: 2, modified: 1, added: 1),
        SampleReview(workflow: 4, fields: 8, deleted: 1),
        SampleReview(workflow: 4, revision: 2, fields: 8, modified: 2),
        SampleReview(workflow: 5, day: 6, model: "claude", template: "short", fields: 4),
        SampleReview(workflow: 6, day: 6, model: "claude", template: "short", fields: 4),
        SampleReview(workflow: 7, day: 6, model: "claude", template: "short", fields: 2),
        SampleReview(workflow: 8, day: 6, model: "claude", fields: 8, modified: 1),
        SampleReview(workflow: 9, model: "mini", format: "json", fields: 3),
        SampleReview(workflow: 10, owner: "bob", model: "mini", format: "json", fields: 3),
    ]

    private static let records = stages(of: reviews)

    private static func stages(of reviews: [SampleReview]) -> [String] {
        reviews.flatMap { [$0.initialSummary, $0.modifications] }
    }

    /// The first two models, worked out apart from redline by the formulas of docs/metrics.md.
    private static let models: [[String?]] = [
        [
            "untouched_rate", "0.2", "0.75", "-0.55", "-0.8119295914554963",
            "0.06813720865359496", "0.09894293606729622", "0.2423217331285693",
        ],
        [
            "document_accuracy", "0.25", "0.75", "-0.5", "-0.7890832688121305",
            "0.13548840409797036", "0.1572992070502852", "0.2423217331285693",
        ],
        [
            "field_edit_rate", "0.19230769230769232", "0.05555555555555555",
            "0.13675213675213677", "0.004541206411107002", "0.26896306709316653",
            "0.0426332521861581", "0.2423217331285693",
        ],
        [
            "accuracy", "0.8333333333333334", "0.9444444444444444", "-0.11111111111111105",
            "-0.2666766116882205", "0.04445438946599839", "0.16154782208571286",
            "0.2423217331285693",
        ],
        // Nobody added anything to the second: the Wilson interval stands in for its variance.
        [
            "missing_rate", "0.038461538461538464", "0", "0.038461538461538464",
            "-0.4586051665261742", "0.5355282434492512", "0.8794581315632749",
            "0.8794581315632749",
        ],
        [
            "recall", "0.8333333333333334", "0.9444444444444444", "-0.11111111111111105",
            "-0.3803773209188384", "0.15815509869661631", "0.4186488542089923",
            "0.5023786250506708",
        ],
    ]

    private static func named(_ a: String?, _ b: String?, _ rows: [[String?]]) -> [[String?]] {
        rows.map { [a, b] + $0 }
    }

    @Test("holds the two most frequent values against each other, or those that are named")
    func models() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            let expected = Self.named("gpt-4o", "claude", Self.models)
            let found = try await reported.rows("compare")
            #expect(isSame(found, expected), "\(found)")
            for named in [["a": "gpt-4o"], ["b": "claude"], ["a": "gpt-4o", "b": "claude"]] {
                #expect(try await reported.rows("compare", named) == found, "\(named)")
            }
            let turned = try await reported.rows("compare", ["a": "claude"])
            #expect(turned.map { $0[0...1] } == found.map { _ in ["claude", "gpt-4o"] })
            #expect(turned.map { $0[3] } == found.map { $0[4] })
            #expect(turned.map { $0[8...9] } == found.map { $0[8...9] })
        }
    }

    @Test("takes each word of `of`, and no other")
    func words() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            let slices = [
                "model": ["gpt-4o", "claude"], "template": ["financial", "short"],
                "document_type": ["invoice", nil], "extraction_method": ["OCR", nil],
                "format": ["pdf", "json"],
                "period": ["2026-03-02..2026-03-09", "2026-02-23..2026-03-02"],
            ]
            for (word, expected) in slices {
                let rows = try await reported.rows("compare", ["of": word])
                #expect(rows.map { Array($0[0...1]) } == rows.map { _ in expected }, "\(word)")
                #expect(rows.count == 6)
            }
            for period in ["2026-03-02", "2020-03-02"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await reported.rows("compare", ["of": "colour", "from": period])
                }
                #expect(error?.sqlState == "22023")
                #expect(error?.message == "reports do not compare by \"colour\"")
                #expect(error?.columnName == "of")
            }
        }
    }

    @Test("holds a period against the one of the same length before it")
    func periods() async throws {
        let reviews = Self.reviews.filter { $0.model != "mini" }
        try await ReportedDatabase.with(Self.stages(of: reviews)) { reported in
            // From the 5th on there is the second model alone, before there is the first.
            let rows = try await reported.rows(
                "compare",
                ["of": "period", "from": "2026-03-05", "to": "2026-03-08"]
            )
            let a = "2026-03-05..2026-03-08"
            let b = "2026-03-02..2026-03-05"
            let turned = Self.models.map { row in
                [row[0], row[2], row[1]] + row[3...5].map { $0.map { "\(-(Double($0) ?? 0))" } }
                    + row[6...]
            }
            let expected = turned.map { row in
                [a, b] + row[0...3] + [row[5], row[4]] + row[6...]
            }
            #expect(isSame(rows, expected), "\(rows)")
        }
    }

    @Test("says nothing where there is nothing, and null where one side is missing")
    func missing() async throws {
        try await ReportedDatabase.with(Self.records) { reported in
            for of in ["model", "period"] {
                let never = ["from": "2020-03-02", "to": "2020-03-09", "of": of]
                #expect(try await reported.rows("compare", never) == [])
                #expect(try await reported.rows("compare", ["owner": "nobody", "of": of]) == [])
            }
            let before = ["as_of": "2026-03-01T00:00:00Z"]
            #expect(try await reported.rows("compare", before) == [])
            let alone = try await reported.rows("compare", ["owner": "bob"])
            let rates = ["1", "1", "0", "1", "0", "1"]
            let metrics = Self.models.map { $0[0] }
            #expect(
                alone
                    == zip(metrics, rates).map { metric, rate in
                        ["mini", nil, metric, rate] + Array(repeating: nil, count: 6)
                    }
            )
            let unknown = try await reported.rows("compare", ["a": "no such model", "b": "mini"])
            #expect(unknown.map { $0[0] } == alone.map { _ in "no such model" })
            #expect(unknown.map { $0[3] } == alone.map { _ in nil })
            #expect(unknown.map { $0[4] } == rates)
        }
    }
}
