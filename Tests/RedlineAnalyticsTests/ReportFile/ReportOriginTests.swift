import Foundation
import Redline
import Testing

@testable import RedlineAnalytics

@Suite struct ReportOriginTests {
    private let report: ReportDefinition
    private let now: Timestamp

    init() throws {
        let text = SampleReport.replacing(
            "-- param: note",
            with: "-- param: as_of text = ''          As it was then.\n-- param: note"
        ).replacing("order by 1;", with: "order by 1, :'as_of'::text;")
        report = try ReportDefinition(file: SampleReport.file, text: text)
        now = try #require(Timestamp("2024-03-01T12:00:00Z"))
    }

    private func origin(_ raw: [String: String], through: String) throws -> ReportOrigin {
        let arguments = try ReportArguments(raw, for: report, now: now)
        let time = try #require(Timestamp(through))
        return report.origin(of: arguments.fixed(at: time))
    }

    /// What `printf x | sha256sum` prints.
    @Test func hashIsThatOfTheFile() throws {
        let text = "-- report: a\n-- title: T\n-- column: n count One.\nselect 1 as n order by n\n"
        let report = try ReportDefinition(file: "a.sql", text: text)
        #expect(report.queryHash == "df5077c05f548b22")
    }

    @Test func asksForTheSameAgain() throws {
        let origin = try origin(
            ["by": "week,model", "note": "it's"],
            through: "2024-03-01T11:59:58.5Z"
        )
        #expect(
            origin.command
                == "redline report sample_rate --from 2024-01-31 --to 2024-03-02 "
                + "--by week,model --set min_support=3 --as-of 2024-03-01T11:59:58.5Z "
                + "--set 'note=it'\\''s'"
        )
        #expect(
            origin.psql
                == "psql -X --csv -v from=2024-01-31 -v to=2024-03-02 -v owner= "
                + "-v by=week,model -v min_support=3 -v as_of=2024-03-01T11:59:58.5Z "
                + "-v 'note=it'\\''s' -f queries/sample_rate.sql"
        )
        #expect(origin.version == redlineVersion)
    }

    @Test func keepsATimeThatWasAskedFor() throws {
        let raw = ["as_of": "2024-02-01T00:00:00Z", "owner": "--by"]
        let origin = try origin(raw, through: "2024-01-31T23:00:00Z")
        #expect(origin.command.contains(" --as-of 2024-02-01T00:00:00Z "))
        #expect(origin.command.contains(" --owner=--by "))
    }
}
