import Redline
import RedlineAnalytics
import RedlineRendering
import Testing

@testable import RedlineWeb

@Suite("The dashboard's trends")
struct DashboardTrendTests {
    /// A report by day, with these figures on the second, the third and the fifth of March.
    private static func report(
        _ columns: [String],
        to end: String = "2026-03-08"
    ) -> Report {
        let days = ["2026-03-02", "2026-03-03", "2026-03-05"]
        return Report(
            name: "a",
            title: "A",
            parameters: [
                ReportParameterValue(name: "from", value: "2026-03-01"),
                ReportParameterValue(name: "to", value: .text(end)),
            ],
            columns: [ReportColumn(name: "day", unit: .text)]
                + columns.map { ReportColumn(name: $0, unit: .count) },
            rows: days.enumerated().map { index, day in
                [.text(day)] + columns.map { _ in .integer(Int64(index + 1)) }
            },
            dataThrough: "2026-03-06T10:00:00Z",
            generatedAt: "2026-03-06T10:00:01Z"
        )
    }

    private static func figures(to end: String = "2026-03-08") -> DashboardFigures {
        func report(_ name: String) -> Report {
            Self.report(DashboardPage.columns[name] ?? [], to: end)
        }
        return DashboardFigures(
            DashboardSelection([:]),
            DashboardPage.Reports(
                editing: report("editing_rate"),
                accuracy: report("accuracy"),
                funnel: report("funnel"),
                activity: report("activity"),
                tools: report("tool_health"),
                drift: report("drift"),
                choices: ReportChoices(types: [], models: [])
            )
        )
    }

    private static func words(_ figure: DashboardFigure) -> [String] {
        figure.trend.map { "\($0.label.suffix(2)) \($0.value.map { "\($0)" } ?? "-")" }
    }

    @Test("have every day so far: a gap where there is no rate, zero where something is counted")
    func days() {
        let figures = Self.figures()
        let trends = figures.ofDocuments.map(Self.words)
        let gaps = ["01 -", "02 1.0", "03 2.0", "04 -", "05 3.0", "06 -"]
        let zeros = ["01 0.0", "02 1.0", "03 2.0", "04 0.0", "05 3.0", "06 0.0"]
        #expect(trends == [gaps, gaps, gaps, zeros, zeros])
        #expect(
            Self.words(figures.failures) == ["01 -", "02 1.0", "03 1.0", "04 -", "05 1.0", "06 -"]
        )
    }

    @Test("have only days with figures where the period has more than a page could draw")
    func tooMany() {
        let present = Self.words(Self.figures(to: "2026-03-04").ofDocuments[3])
        #expect(present == ["01 0.0", "02 1.0", "03 2.0"])
        var editing = Self.report(["fields_edited"])
        editing.parameters[0] = ReportParameterValue(name: "from", value: "1970-01-01")
        let points = [Sparkline.Point(label: "2026-03-02", value: 1)]
        let days = DashboardDays(of: editing)
        #expect(days.filled(points, empty: 0).map(\.label) == ["2026-03-02"])
    }

    @Test("draw a line between days that follow each other, and a point for one by itself")
    func drawing() {
        let points = [nil, 1.0, nil, 2.0, 3.0, nil, 4.0].enumerated().map {
            Sparkline.Point(label: "\($0.offset + 1)", value: $0.element)
        }
        let drawn = Sparkline(points, title: "Rate").html(.count)?.markup
        #expect(
            drawn == """
                <svg class="spark" role="img" aria-label="Rate: 2 1.0, 7 4.0" viewBox="0 0 240 48">
                <circle class="point" cx="42" cy="34.5" r="1.5"/>
                <path class="line s0" d="M120 24L159 13.5"/>
                <circle class="point" cx="237" cy="3" r="2.5"/>
                </svg>

                """
        )
    }
}
