import Redline

/// Reports of every kind of chart.
enum SampleCharts {
    private static func report(
        _ chart: ReportChart,
        by: String?,
        columns: [ReportColumn],
        rows: [[ReportCell]]
    ) -> Report {
        Report(
            name: "sample",
            title: "How often <people> edit",
            parameters: by.map { [ReportParameterValue(name: "by", value: $0)] } ?? [],
            columns: columns,
            rows: rows,
            chart: chart,
            origin: ReportOrigin(
                version: "0.1.0",
                queryHash: "0123456789abcdef",
                command: "redline report sample",
                psql: "psql -X --csv -f queries/sample.sql"
            ),
            dataThrough: "2026-11-03T09:30:02Z",
            generatedAt: "2026-11-03T09:30:05Z"
        )
    }

    private static let rate = [
        ReportColumn(name: "reviews", unit: .count, summary: "Reviews."),
        ReportColumn(name: "rate", unit: .ratio, summary: "Reviews without a change / reviews."),
        ReportColumn(name: "rate_low", unit: .ratio), ReportColumn(name: "rate_high", unit: .ratio),
    ]

    private static let trendChart = ReportChart(
        kind: .trend,
        columns: [.y: "rate", .low: "rate_low", .high: "rate_high"]
    )

    private static func cells(
        _ label: String,
        _ figures: (Int64, Double, Double, Double)?
    ) -> [ReportCell] {
        guard let (reviews, rate, low, high) = figures else {
            return [.text(label), .integer(0), .null, .null, .null]
        }
        return [.text(label), .integer(reviews)] + [rate, low, high].map { .number("\($0)") }
    }

    /// A line with a gap, by day.
    static var trend: Report {
        report(
            trendChart,
            by: "day",
            columns: [ReportColumn(name: "day", unit: .text, summary: "What the row is about.")]
                + rate,
            rows: [
                cells("2026-11-01", (40, 0.5, 0.352, 0.648)),
                cells("2026-11-02", (60, 0.55, 0.4249, 0.6691)),
                cells("2026-11-03", nil),
                cells("2026-11-05", (80, 0.625, 0.5155, 0.7231)),
                cells("2026-11-06", (20, 0.8, 0.584, 0.9193)),
                cells("2026-11-07", (10, 1, 0.7225, 1)),
            ]
        )
    }

    /// A line for each model, one of which has a name that a careless format would act on.
    static var lines: Report {
        let models = ["gpt-4o", "<script>alert(1)</script> & \\\"x\\\"", "llama"]
        let rows: [[ReportCell]] = ["2026-10-26", "2026-11-02", "2026-11-09"].enumerated()
            .flatMap { week, date in
                models.enumerated().map { place, model in
                    let rate = 0.3 + 0.2 * Double(place) + 0.05 * Double(week)
                    return cells(
                        "[\"\(date)\", \"\(model)\"]",
                        (50, rate, rate - 0.125, rate + 0.0625)
                    )
                }
            }
        return report(
            trendChart,
            by: "week,model",
            columns: [ReportColumn(name: "week,model", unit: .text)] + rate,
            rows: rows
        )
    }

    /// Bars of a trend over something that is no time.
    static var bars: Report {
        report(
            trendChart,
            by: "owner",
            columns: [ReportColumn(name: "owner", unit: .text)] + rate,
            rows: [
                cells("ann@example.org", (40, 0.5, 0.352, 0.648)),
                cells("\"><svg onload=alert(1)>", (10, 0.9, 0.5958, 0.9821)),
                cells("c@example.org", nil),
            ]
        )
    }

    /// The most frequent patterns, of negative and positive figures.
    static var patterns: Report {
        report(
            ReportChart(kind: .bar, columns: [.x: "pattern", .y: "change"], top: 3),
            by: "field",
            columns: [
                ReportColumn(name: "field", unit: .text),
                ReportColumn(name: "pattern", unit: .text),
                ReportColumn(name: "change", unit: .count, summary: "More than before."),
            ],
            rows: [
                [.text("/total"), .text("typo"), .integer(1_200)],
                [.null, .text("missing"), .integer(-300)],
                [.text("/vendor_name"), .text("number_format"), .integer(2_500)],
                [.text("/a"), .text("other"), .integer(-900)],
                [.text("/line_items/*/description_of_what_it_is"), .text("case"), .integer(1_200)],
            ]
        )
    }

    /// Confidence against what was right.
    static var reliability: Report {
        report(
            ReportChart(
                kind: .reliability,
                columns: [.x: "mean_confidence", .y: "accuracy", .size: "count"]
            ),
            by: nil,
            columns: [
                ReportColumn(name: "bin_low", unit: .ratio),
                ReportColumn(name: "count", unit: .count),
                ReportColumn(name: "mean_confidence", unit: .ratio, summary: "What was said."),
                ReportColumn(name: "accuracy", unit: .ratio, summary: "What was right."),
            ],
            rows: [
                [.number("0.6"), .integer(4), .number("0.655"), .number("0.25")],
                [.number("0.7"), .integer(0), .null, .null],
                [.number("0.8"), .integer(64), .number("0.861"), .number("0.79")],
                [.number("0.9"), .integer(256), .number("0.962"), .number("0.97")],
            ]
        )
    }

    /// Risk over coverage, with an upper bound.
    static var curve: Report {
        report(
            ReportChart(
                kind: .curve,
                columns: [.x: "coverage", .y: "error_rate", .high: "error_high"]
            ),
            by: nil,
            columns: [
                ReportColumn(name: "threshold", unit: .score),
                ReportColumn(name: "coverage", unit: .ratio),
                ReportColumn(name: "error_rate", unit: .ratio),
                ReportColumn(name: "error_high", unit: .ratio),
            ],
            rows: [
                [.number("0.99"), .number("0.1"), .number("0"), .number("0.0132")],
                [.number("0.95"), .number("0.4"), .number("0.002"), .number("0.009")],
                [.number("0.9"), .number("0.75"), .number("0.0051"), .number("0.0125")],
                [.number("0.5"), .number("1"), .number("0.031"), .number("0.042")],
            ]
        )
    }

    static let all: [(name: String, report: Report)] = [
        ("chart-trend", trend), ("chart-lines", lines), ("chart-bars", bars),
        ("chart-patterns", patterns), ("chart-reliability", reliability), ("chart-curve", curve),
    ]
}
