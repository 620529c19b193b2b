import Redline
import Testing

@Suite("Compound groupings")
struct GroupingTests {
    private static func report(
        _ grouping: String,
        _ cells: [ReportCell],
        total: ReportCell? = nil
    ) -> Report {
        Report(
            name: "sample",
            title: "A sample",
            columns: [
                ReportColumn(name: grouping, unit: .text, summary: "Groups."),
                ReportColumn(name: "n", unit: .count),
            ],
            rows: cells.map { [$0, .integer(1)] },
            totals: total.map { [$0, .integer(2)] },
            dataThrough: "2026-11-03T09:30:02Z",
            generatedAt: "2026-11-03T09:30:05Z"
        )
    }

    @Test("are taken apart")
    func split() {
        let split = Self.report(
            "week,owner,model",
            [
                .text(#"["2026-11-02", "a@example.org", "gpt, \"4o\" \u00e9"]"#),
                .json(#"["2026-11-09",null,7]"#), .null,
            ],
            total: .null
        ).splitGrouping()
        #expect(
            split.columns == [
                ReportColumn(name: "week", unit: .date, summary: "Groups."),
                ReportColumn(name: "owner", unit: .id, summary: "Groups."),
                ReportColumn(name: "model", unit: .text, summary: "Groups."),
                ReportColumn(name: "n", unit: .count),
            ]
        )
        #expect(
            split.rows == [
                [
                    .text("2026-11-02"), .text("a@example.org"), .text("gpt, \"4o\" é"),
                    .integer(1),
                ],
                [.text("2026-11-09"), .null, .integer(7), .integer(1)],
                [.null, .null, .null, .integer(1)],
            ]
        )
        #expect(split.totalColumns == split.columns)
        #expect(split.totals == [.null, .null, .null, .integer(2)])
    }

    @Test("keep a label of the totals")
    func labelledTotals() {
        let split = Self.report("day,model", [], total: .text("all")).splitGrouping()
        #expect(split.totals == [.text("all"), .null, .integer(2)])
    }

    @Test(
        "that are not compound stay as they are",
        arguments: [
            Self.report("day", [.text(#"["2026-11-01","x"]"#)]),
            Self.report("day,", [.text(#"["2026-11-01","x"]"#)]),
            Self.report("day,model", [.text(#"["2026-11-01"]"#)]),
            Self.report("day,model", [.text("2026-11-01")]),
            Self.report("day,model", [.text(#"["a","b"]"#), .integer(3)]),
        ]
    )
    func unsplit(report: Report) {
        #expect(report.splitGrouping() == report)
    }

    @Test("leave totals of their own alone")
    func ownTotals() {
        var report = Self.report("day,model", [.text(#"["a","b"]"#)])
        report.totalColumns = [ReportColumn(name: "ece", unit: .score)]
        report.totals = [.number("0.1")]
        let split = report.splitGrouping()
        #expect(split.rows == [[.text("a"), .text("b"), .integer(1)]])
        #expect(split.totalColumns == report.totalColumns)
        #expect(split.totals == report.totals)
    }
}
