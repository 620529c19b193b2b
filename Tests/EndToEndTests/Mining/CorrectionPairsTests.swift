import Testing

@Suite("The report correction_pairs", .serving())
struct CorrectionPairsTests {
    private static let path = "/api/v1/reports/correction_pairs"

    /// Ten reviews of two lines each: US$ is given six times, as one owner or another corrects it.
    private static var records: [JSON] {
        let long = String(repeating: "x", count: 201)
        func document(_ currency: JSON, _ second: JSON = "EUR") -> JSON {
            [
                "lines": [["currency": currency, "n": 1], ["currency": second, "n": 2]],
                "note": .string(long),
            ]
        }
        func edited(_ currency: JSON, _ second: JSON = "EUR", note: JSON = "short") -> JSON {
            var data = document(currency, second)
            data["note"] = note
            return data
        }
        let reviews: [(owner: String, original: JSON, modified: JSON?)] = [
            ("ann", document("US$"), edited("USD")), ("ann", document("US$"), edited("USD")),
            ("bob", document("US$"), edited("USD")),
            ("bob", document("EUR", "US$"), edited("EUR", "USD")),
            ("bob", document("US$"), nil), ("cem", document("US$"), edited("EUR")),
            // As jsonb 1.0 is 1, and "1" is not.
            ("ann", document(1), edited("GBP", note: "other")),
            ("bob", document(1.0), edited("GBP", note: "other")),
            ("cem", document(1), edited("GBP", note: "other")),
            ("cem", document("1"), edited("GBP", note: "other")),
        ]
        return reviews.flatMap { review in
            MiningRecords.review("\(review.owner)@example.com", review.original, review.modified)
        }
    }

    @Test("counts exact repeats, their confidence and their lift, masked for analysts")
    func pairs() async throws {
        let server = try ServerUnderTest.current
        let before = try await server.get(Self.path, server.admin).json
        #expect(before["rows"] == [])
        // A later revision presents what a person has corrected: it does not count.
        let later = MiningRecords.review(
            "ann@example.com",
            ["lines": [["currency": "US$"]]],
            ["lines": [["currency": "USD"]]],
            revision: 2
        )
        try await server.database.ingest(Self.records + later)
        for role in ["admin", "miner", "compliance", "analyst"] {
            let key = try await server.key(role)
            let rows = try await server.get(Self.path, key).json["rows"].elements.map { row in
                [
                    row["field"], row["original"], row["modified"], row["corrections"],
                    row["owners"], row["presented"], row["confidence"], row["lift"],
                ]
            }
            let isShown = role != "analyst"
            let long: JSON = isShown ? .string(String(repeating: "x", count: 201)) : "***"
            func shown(_ value: JSON) -> JSON { isShown ? value : "***" }
            // Of the 20 currencies 4 became USD and 4 became GBP.
            let expected: [[JSON]] = [
                ["/note", long, shown("short"), 5, 3, nil, nil, nil],
                ["/note", long, shown("other"), 4, 3, nil, nil, nil],
                [
                    "/lines/*/currency", shown("US$"), shown("USD"), 4, 2, 6, .number(4.0 / 6),
                    .number(4.0 / 6 / (4.0 / 20)),
                ],
                ["/lines/*/currency", shown(1), shown("GBP"), 3, 3, 3, 1, 5],
            ]
            #expect(rows == expected, "\(role)")
        }
    }

    @Test("keeps to the support and the owners that are asked for")
    func bounds() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(Self.records)
        let all = try await database.report(
            ["correction_pairs", "--set", "min_support=1", "--set", "min_owners=1"]
        )
        #expect(all.count == 6)
        let supported = try await database.report(["correction_pairs", "--set", "min_support=4"])
        #expect(supported.count == 3)
        let shared = try await database.report(["correction_pairs", "--set", "min_owners=3"])
        #expect(shared.count == 3)
        let one = ["correction_pairs", "--owner", "ann@example.com", "--set", "min_support=2"]
        #expect(try await database.report(one) == [])
        #expect(
            try await database.report(one + ["--set", "min_owners=1"]).first
                == #"/lines/*/currency,"""US$""","""USD""",2,1,2,1,3"#
        )
        #expect(try await database.report(["correction_pairs", "--set", "top=1"]).count == 1)
        try await database.drop()
    }

    @Test("is as it was at a time, whatever came later")
    func asOf() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(Self.records)
        let before = try await database.report(["correction_pairs"])
        // A record's own time is taken before it is stored: a second on, no clock can disagree.
        try await Task.sleep(for: .seconds(1))
        let then = Sample.time(secondsAgo: 0)
        try await Task.sleep(for: .seconds(1))
        try await database.ingest(Self.records)
        let now = try await database.report(["correction_pairs"])
        #expect(try await database.report(["correction_pairs", "--as-of", then]) == before)
        #expect(before[2].hasSuffix(#""""USD""",4,2,6,0.6666666666666666,3.333333333333333"#))
        #expect(now[2].hasSuffix(#""""USD""",8,2,12,0.6666666666666666,3.333333333333333"#))
        try await database.drop()
    }

    @Test("says nothing of confidence where it is not known what was presented")
    func unknown() async throws {
        let database = try await TestDatabase.migrated()
        try await database.ingest(Self.records)
        // As recorded before there were such numbers.
        try await database.run(
            "update redline.export_stage set leaf_key = null;"
                + "update redline.correction set original_key = null"
        )
        let rows = try await database.report(["correction_pairs"])
        #expect(
            rows.suffix(2) == [
                #"/lines/*/currency,"""US$""","""USD""",4,2,,,"#,
                #"/lines/*/currency,1,"""GBP""",3,3,,,"#,
            ]
        )
        try await database.drop()
    }
}
