import Redline
import RedlineRendering
import Testing

@Suite("A report's chart")
struct ChartTests {
    @Test("on a page equals the golden file", arguments: SampleCharts.all)
    func page(name: String, report: Report) throws {
        #expect(ReportFormat.html.text(report) == (try GoldenFile(name: "\(name).html").text))
    }

    @Test("as a specification equals the golden file", arguments: SampleCharts.all)
    func specification(name: String, report: Report) throws {
        let text = ReportFormat.vegaLite.text(report)
        #expect(text == (try GoldenFile(name: "\(name).vl.json").text))
    }

    @Test("has the same bytes every time", arguments: SampleCharts.all)
    func deterministic(name: String, report: Report) {
        for format in [ReportFormat.html, .vegaLite] {
            #expect(format.text(report) == format.text(report))
        }
    }

    /// What is hostile stands in a page as text alone.
    @Test("keeps hostile names out of the markup", arguments: SampleCharts.all)
    func escapes(name: String, report: Report) {
        let page = ReportFormat.html.text(report)
        #expect(!page.contains("<script"))
        #expect(!page.contains("<svg onload"))
        #expect(!page.contains("style="))
        #expect(!page.contains("url("))
        #expect(page.matches(of: #/<svg /#).count == 1)
        #expect(page.contains("role=\"img\""))
    }

    @Test("is not there where nothing can be drawn")
    func nothing() {
        var report = SampleCharts.trend
        report.rows = []
        #expect(!ReportFormat.html.text(report).contains("<svg"))
        report = SampleCharts.trend
        report.chart = nil
        #expect(!ReportFormat.html.text(report).contains("<svg"))
        report.rows = [[.text("2026-11-01"), .integer(1), .number("NaN"), .null, .null]]
        report.chart = SampleCharts.trend.chart
        #expect(!ReportFormat.html.text(report).contains("<svg"))
    }

    @Test("leaves out what would be too much, and says so")
    func much() {
        var report = SampleCharts.bars
        report.rows = (0..<100).map { number in
            [.text("owner\(number)"), .integer(1), .number("0.5"), .null, .null]
        }
        let page = ReportFormat.html.text(report)
        #expect(page.matches(of: #/<rect class="bar"/#).count == 40)
        #expect(page.contains("40 of 100 bars; the table has all"))
        report = SampleCharts.lines
        report.rows = (0..<9).map { number in
            [
                .text("[\"2026-11-02\", \"model\(number)\"]"), .integer(1), .number("0.5"), .null,
                .null,
            ]
        }
        #expect(ReportFormat.html.text(report).contains("6 of 9 lines; the table has all"))
    }

    @Test("draws figures of any size", arguments: ["0", "1e300", "-1e300", "1e-300", "5e-324"])
    func sizes(figure: String) throws {
        for sample in SampleCharts.all {
            var report = sample.report
            for row in report.rows.indices {
                for cell in report.rows[row].indices.dropFirst() {
                    if case .number = report.rows[row][cell] {
                        report.rows[row][cell] = .number(figure)
                    }
                }
            }
            let page = ReportFormat.html.text(report)
            #expect(!page.contains("nan") && !page.contains("inf\""), "\(sample.name)")
            let specification = ReportFormat.vegaLite.text(report)
            #expect(try JSONDocument(parsing: specification).root.kind == .object)
        }
    }
}
