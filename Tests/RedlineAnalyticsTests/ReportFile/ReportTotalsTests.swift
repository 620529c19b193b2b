import Redline
import Testing

@testable import RedlineAnalytics

/// The lines of totals and of the chart, and every fault of them.
@Suite struct ReportTotalsTests {
    private static let last =
        "-- column: untouched_rate ratio    Reviews without a change\n"
        + "--                                 / reviews.\n"

    private func definition(_ lines: String) throws(ReportFileError) -> ReportDefinition {
        let text = SampleReport.replacing(Self.last, with: Self.last + lines)
        return try ReportDefinition(file: SampleReport.file, text: text)
    }

    @Test func readsTotals() throws {
        let report = try definition(
            """
            -- total: ece score  Expected
            --   calibration error.
            -- total: workflows count  All of them.

            """
        )
        #expect(
            report.totals == [
                ReportColumn(name: "ece", unit: .score, summary: "Expected calibration error."),
                ReportColumn(name: "workflows", unit: .count, summary: "All of them."),
            ]
        )
        #expect(report.trailingColumns.map(\.name) == ["ece", "total_workflows"])
        #expect(try definition("").totals == [])
    }

    @Test(
        arguments: [
            ("trend y=untouched_rate", ReportChart(kind: .trend, columns: [.y: "untouched_rate"])),
            (
                "bar x=workflows\n--   y=untouched_rate top=20",
                ReportChart(
                    kind: .bar,
                    columns: [.x: "workflows", .y: "untouched_rate"],
                    top: 20
                )
            ),
            (
                "reliability x=untouched_rate y=untouched_rate size=workflows",
                ReportChart(
                    kind: .reliability,
                    columns: [.x: "untouched_rate", .y: "untouched_rate", .size: "workflows"]
                )
            ),
            (
                "curve x=workflows y=untouched_rate high=untouched_rate",
                ReportChart(
                    kind: .curve,
                    columns: [.x: "workflows", .y: "untouched_rate", .high: "untouched_rate"]
                )
            ),
        ]
    )
    func readsCharts(line: String, expected: ReportChart) throws {
        #expect(try definition("-- chart: \(line)\n").chart == expected)
    }

    @Test(
        arguments: [
            (
                "-- total: ece score  E.\n-- total: ece score  E.\n",
                "24: the total \"ece\" is declared twice: take one declaration out"
            ),
            ("-- total: Ece score  E.\n", "23: \"Ece\" is not the name of a total: "),
            ("-- total: ece score\n", "23: the total \"ece\" has no description: "),
            (
                "-- total: week score  E.\n",
                "23: the total \"week\" is \"week\" in the result, as another column is: "
            ),
            (
                "-- column: total_workflows count  W.\n-- total: workflows count  W.\n",
                "24: the total \"workflows\" is \"total_workflows\" in the result, as another "
            ),
            ("-- chart:\n", "23: \"chart\" has no kind: add one of trend, bar, reliability, curve"),
            (
                "-- chart: tren y=workflows\n",
                "23: unknown kind \"tren\" of \"chart\": did you mean"
            ),
            ("-- chart: trend\n", "23: the chart has no y: add y=column"),
            ("-- chart: trend workflows\n", "23: \"workflows\" says nothing of a chart: "),
            (
                "-- chart: trend y=workflow\n",
                "23: the chart shows \"workflow\", which is no column: did you mean \"workflows\"?"
            ),
            (
                "-- chart: trend x=workflows y=workflows\n",
                "23: a chart of the kind trend has no \"x\": use y, low, high"
            ),
            (
                "-- chart: bar y=workflows size=workflows\n",
                "23: a chart of the kind bar has no \"size\": use y, x, low, high, top"
            ),
            ("-- chart: bar y=workflows y=workflows\n", "23: a second \"y=\": take one out"),
            ("-- chart: bar y=workflows top=0\n", "23: top=0 is no number of bars: "),
            ("-- chart: bar y=workflows top=101\n", "23: top=101 is no number of bars: "),
            (
                "-- column: word text  W.\n-- chart: bar y=word\n",
                "24: y=word is text, which has no length: use a column of figures"
            ),
            (
                "-- chart: bar y=workflows\n-- chart: bar y=workflows\n",
                "24: a second \"chart\" line: take one out"
            ),
        ]
    )
    func refuses(lines: String, expected: String) {
        do {
            _ = try definition(lines)
            Issue.record("no error")
        } catch {
            let start = "queries/sample_rate.sql:" + expected
            #expect(error.description.hasPrefix(start), "\(error)")
        }
    }

    @Test func refusesAChartAlongNothing() {
        let text = """
            -- report: bare
            -- title: T
            -- column: n count One.
            -- chart: trend y=n
            select 1 as n order by n
            """
        #expect(throws: ReportFileError.self) {
            try ReportDefinition(file: "bare.sql", text: text)
        }
        #expect(throws: Never.self) {
            let bars = text.replacing("trend y=n", with: "bar x=n y=n")
            return try ReportDefinition(file: "bare.sql", text: bars)
        }
    }
}
