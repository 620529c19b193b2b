import Foundation
import Redline
import Testing

@testable import RedlineAnalytics

@Suite struct ReportPathTests {
    private func path(_ raw: [String: String]) throws -> String {
        let report = try ReportDefinition(file: SampleReport.file, text: SampleReport.text)
        let now = try #require(Timestamp("2024-03-01"))
        return ReportPath.path(report, try ReportArguments(raw, for: report, now: now))
    }

    @Test func leavesOutWhatIsEmpty() throws {
        #expect(
            try path(["by": "week,model"])
                == "/api/v1/reports/sample_rate?from=2024-01-31&to=2024-03-02&by=week,model"
                + "&min_support=3&note=it%27s"
        )
    }

    /// What a reader of URLs makes of the path.
    @Test(
        arguments: [
            "two words", "it's", "$(id) `id`", "a\nb", "\\", "\"", "&a=b", "#", "+", "é", "100%",
            "e\u{301}", "\u{1}", "~root",
        ]
    )
    func aURLHasTheValue(note: String) throws {
        let path = try path(["note": note])
        #expect(path.contains(/^[A-Za-z0-9\/_?=&%.,:~-]+$/))
        let query = try #require(URLComponents(string: path)?.queryItems)
        let found = query.first { $0.name == "note" }?.value
        #expect(found.map { Array($0.utf8) } == Array(note.utf8))
    }
}
