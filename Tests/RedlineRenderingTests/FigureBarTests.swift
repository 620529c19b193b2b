import Redline
import RedlineRendering
import Testing

@Suite("Bars in a table")
struct FigureBarTests {
    private func table(_ report: Report, width: Int?) -> [String] {
        var report = report
        report.origin = nil
        let text = ReportFormat.table.text(report, style: TextStyle(width: width))
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("stand beside the figures that the chart shows, on a terminal that is wide enough")
    func bars() {
        #expect(
            table(SampleCharts.trend, width: 80) == [
                "How often <people> edit",
                "by day",
                "",
                "day         reviews     rate            rate_low  rate_high",
                "──────────  ───────  ───────  ────────  ────────  ─────────",
                "2026-11-01       40   50.0 %  ████        35.2 %     64.8 %",
                "2026-11-02       60   55.0 %  ████▍       42.5 %     66.9 %",
                "2026-11-03        0        –                   –          –",
                "2026-11-05       80   62.5 %  █████       51.6 %     72.3 %",
                "2026-11-06       20   80.0 %  ██████▍     58.4 %     91.9 %",
                "2026-11-07       10  100.0 %  ████████    72.3 %    100.0 %",
                "",
                "6 rows · data through 2026-11-03 09:30:02 UTC",
                "",
            ]
        )
    }

    @Test("are not there in a file, nor where they would take another column's room")
    func none() {
        for width in [nil, 40, 50] {
            let lines = table(SampleCharts.trend, width: width)
            #expect(!lines.contains { $0.contains("█") }, "\(width ?? 0)")
        }
        // 59 cells hold the table with its bars, 58 do not.
        #expect(table(SampleCharts.trend, width: 59).contains { $0.contains("█") })
        #expect(!table(SampleCharts.trend, width: 58).contains { $0.contains("█") })
    }

    @Test("are of the largest where there is no whole, and of nothing below nothing")
    func scale() {
        var report = SampleCharts.patterns
        report.rows.removeAll { row in row[2] == .integer(-300) || row[2] == .integer(-900) }
        report.rows.append([.text("/b"), .text("typo"), .integer(1)])
        report.rows.append([.text("/c"), .text("typo"), .integer(0)])
        let lines = table(report, width: 100)
        #expect(
            lines.map { $0.count { "█▉▊▋▌▍▎▏".contains($0) } } == [
                0, 0, 0, 0, 0, 4, 8, 4, 1, 0, 0, 0, 0,
            ]
        )
        #expect(!table(SampleCharts.patterns, width: 100).contains { $0.contains("█") })
    }
}
