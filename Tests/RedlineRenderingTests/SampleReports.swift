import Redline

/// Reports that several tests render.
enum SampleReports {
    private static func report(
        name: String = "sample",
        title: String = "A sample",
        columns: [ReportColumn],
        rows: [[ReportCell]]
    ) -> Report {
        Report(
            name: name,
            title: title,
            columns: columns,
            rows: rows,
            dataThrough: "2026-11-03T09:30:02Z",
            generatedAt: "2026-11-03T09:30:05Z"
        )
    }

    /// Figures of every unit, by two groupings at once.
    static var editing: Report {
        var report = report(
            name: "editing_rate",
            title: "How often people edit what the AI made",
            columns: [
                ReportColumn(name: "day,model", unit: .text, summary: "What `by` names."),
                ReportColumn(name: "workflows", unit: .count, summary: "Workflows begun."),
                ReportColumn(
                    name: "untouched_rate",
                    unit: .ratio,
                    summary: "Reviews without a change / reviews."
                ),
                ReportColumn(name: "editing_seconds_p50", unit: .seconds),
                ReportColumn(name: "processing_ms_p95", unit: .milliseconds),
                ReportColumn(name: "edits_per_minute", unit: .score),
                ReportColumn(name: "length", unit: .characters),
                ReportColumn(name: "last_seen", unit: .timestamp),
                ReportColumn(name: "example", unit: .json),
            ],
            rows: [
                [
                    .text(#"["2026-11-01", "gpt-4o"]"#), .integer(1234),
                    .number("0.8333333333333334"), .integer(285), .number("1234.5"),
                    .number("0.42105263157894735"), .integer(1_048_576),
                    .text("2026-11-01 23:59:59.123456+00"), .json(#"{"/total": 12.5}"#),
                ],
                [
                    .text(#"["2026-11-02", null]"#), .integer(6), .integer(1), .number("12.25"),
                    .number("340"), .number("1e-05"), .null, .null, .json(#""a\nb""#),
                ],
            ]
        )
        report.summary = "What it answers & how to read it."
        report.parameters = [
            ReportParameterValue(name: "from", value: "2026-11-01"),
            ReportParameterValue(name: "to", value: "2026-11-03"),
            ReportParameterValue(name: "owner", value: ""),
            ReportParameterValue(name: "by", value: "day,model"),
            ReportParameterValue(name: "min_support", value: .integer(3)),
        ]
        report.totals = [
            .null, .integer(1240), .number("0.8341463414634146"), .integer(280), .null,
            .number("0.4117647058823529"), .null, .null, .null,
        ]
        report.isTruncated = true
        report.isExact = false
        return report
    }

    /// What people and models write, and what would break a careless format.
    static var nasty: Report {
        report(
            title: "<Nasty> | \"values\" & *more*",
            columns: [
                ReportColumn(name: "name", unit: .text, summary: "The \"first\" <column>."),
                ReportColumn(name: "value", unit: .text),
                ReportColumn(name: "checked", unit: .text),
                ReportColumn(name: "n", unit: .count),
            ],
            rows: nastyTexts.map { name, text in
                [.text(name), .text(text), .null, .integer(Int64(text.unicodeScalars.count))]
            } + [
                [.text("null"), .null, .boolean(false), .null],
                [
                    .text("huge"), .text("NULL"), .boolean(true),
                    .number("123456789012345678901234567890"),
                ],
                [.text("not a number"), .text("NaN"), .boolean(true), .number("NaN")],
            ]
        )
    }

    private static let nastyTexts = [
        ("comma", "a,b"),
        ("quotes", #"say "hi""#),
        ("lines", "one\ntwo\r\nthree"),
        ("markup", "<b>&amp;</b> | *x* _y_ a_b `c` [d](e) $1 $2 ~f~"),
        ("escape", "\u{1B}[31mred\u{07}\u{9B}1m"),
        ("emoji", "👩‍👩‍👧 👍🏽 🇫🇷 ✔️ ok"),
        ("cjk", "発注書 第12号"),
        ("rtl", "فاتورة رقم ٧"),
        ("override", "a\u{202E}cba"),
        ("combining", "Zoe\u{308} nai\u{308}ve"),
        ("blanks", "  two  "),
        ("backslash", #"C:\temp\."#),
        ("end of copy", #"\."#),
        ("empty", ""),
    ]

    /// A report without a single row.
    static var empty: Report {
        report(
            columns: [
                ReportColumn(name: "tool", unit: .text), ReportColumn(name: "calls", unit: .count),
            ],
            rows: []
        )
    }

    /// A report whose totals are figures of their own.
    static var calibration: Report {
        var report = report(
            name: "calibration",
            title: "Whether confidence can be trusted",
            columns: [
                ReportColumn(name: "bin_low", unit: .score),
                ReportColumn(name: "count", unit: .count),
                ReportColumn(name: "gap", unit: .ratio),
            ],
            rows: [
                [.number("0.8"), .integer(12), .number("-0.0004")],
                [.number("0.9"), .integer(40), .number("0.0234567")],
            ]
        )
        report.totalColumns = [
            ReportColumn(name: "ece", unit: .score), ReportColumn(name: "count", unit: .count),
        ]
        report.totals = [.number("0.018229"), .integer(52)]
        report.origin = ReportOrigin(
            version: "0.1.0",
            queryHash: "0123456789abcdef",
            command:
                "redline report calibration --as-of 2026-11-03T09:30:02Z --set 'note=<it'\\''s>'",
            psql: "psql -X --csv -v as_of=2026-11-03T09:30:02Z -f queries/calibration.sql"
        )
        return report
    }

    /// Many columns, for narrow terminals.
    static var wide: Report {
        let names = ["calls", "failures", "failure_rate", "failure_low", "failure_high"]
        return report(
            name: "tool_health",
            title: "How well the tools work",
            columns: [ReportColumn(name: "tool", unit: .text)]
                + names.map {
                    ReportColumn(name: $0, unit: $0.hasPrefix("failure_") ? .ratio : .count)
                }
                + [ReportColumn(name: "top_error", unit: .text)],
            rows: [
                [
                    .text("search_orders_by_customer"), .integer(12_345_678), .integer(9),
                    .number("7.29e-07"), .number("3.8e-07"), .number("1.4e-06"),
                    .text("timeout after <n> s while asking the order service for page <n>"),
                ],
                [
                    .text("住所検索ツールの新しい版"), .integer(2), .integer(1), .number("0.5"),
                    .number("0.0945"), .number("0.9055"), .text("見つかりません"),
                ],
            ]
        )
    }
}
