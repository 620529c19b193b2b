import Foundation
import Redline
import TestSupport
import Testing

@testable import RedlineAnalytics

@Suite struct PsqlCommandTests {
    private func line(_ raw: [String: String]) throws -> String {
        let report = try ReportDefinition(file: SampleReport.file, text: SampleReport.text)
        let now = try #require(Timestamp("2024-03-01"))
        return PsqlCommand.line(report, try ReportArguments(raw, for: report, now: now))
    }

    @Test func namesEveryParameter() throws {
        #expect(
            try line(["by": "week,model", "owner": "ann@example.org"])
                == "psql -X --csv -v from=2024-01-31 -v to=2024-03-02 -v owner=ann@example.org "
                + "-v by=week,model -v min_support=3 -v 'note=it'\\''s' "
                + "-f queries/sample_rate.sql"
        )
    }

    /// What the shell makes of the line, word by word.
    @Test(
        arguments: [
            "", "plain", "two words", "it's", "'", "''", "$(id) `id` $HOME", "!history", "~root",
            "a\nb\n", "\\", "\"", "*", "; exit 1", "&|<>", "é", "'\u{301}'; exit 1", "-x", "#",
        ]
    )
    func shellReadsTheValue(note: String) throws {
        let shell = try ChildOutput(
            of: "/bin/sh",
            ["-c", "psql() { printf '%s|' \"$@\"; }\n" + (try line(["note": note]))]
        )
        #expect(
            shell.text
                == "-X|--csv|-v|from=2024-01-31|-v|to=2024-03-02|-v|owner=|-v|by=day|-v|"
                + "min_support=3|-v|note=\(note)|-f|queries/sample_rate.sql|"
        )
    }
}
