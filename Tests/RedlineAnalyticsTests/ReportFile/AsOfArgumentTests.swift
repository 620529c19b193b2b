import Redline
import Testing

@testable import RedlineAnalytics

@Suite struct AsOfArgumentTests {
    private let report: ReportDefinition
    private let now: Timestamp

    init() throws {
        let text = SampleReport.replacing(
            "-- param: note",
            with: "-- param: as_of text = ''          As it was then.\n-- param: note"
        ).replacing("order by 1;", with: "order by 1, :'as_of'::text;")
        report = try ReportDefinition(file: SampleReport.file, text: text)
        now = try #require(Timestamp("2024-03-01T23:59:59Z"))
    }

    private func message(_ raw: [String: String]) -> String {
        do {
            return try "no error: \(ReportArguments(raw, for: report, now: now).values)"
        } catch {
            return "\(error.parameter): \(error)"
        }
    }

    @Test(
        arguments: [
            ("", ""), ("2024-02-01T12:30:00Z", "2024-02-01T12:30:00Z"),
            ("2024-02-01T12:30:00.25+02:00", "2024-02-01T10:30:00.25Z"),
            ("2024-02-01 12:30:00", "2024-02-01T12:30:00Z"),
            ("2024-02-01", "2024-02-01T00:00:00Z"),
            ("2024-03-01T23:59:59Z", "2024-03-01T23:59:59Z"),
        ]
    )
    func takesTimes(text: String, expected: String) throws {
        let arguments = try ReportArguments(["as_of": text], for: report, now: now)
        #expect(arguments.values["as_of"] == expected)
    }

    @Test func daysAreThoseOfThatTime() throws {
        let raw = ["as_of": "2024-02-10T12:00:00Z"]
        let arguments = try ReportArguments(raw, for: report, now: now)
        #expect(arguments.values["from"] == "2024-01-11")
        #expect(arguments.values["to"] == "2024-02-11")
        let week = try ReportArguments(
            raw.merging(["from": "7d", "to": "today"]) { $1 },
            for: report,
            now: now
        )
        #expect(week.values["from"] == "2024-02-03")
        #expect(week.values["to"] == "2024-02-10")
    }

    @Test(
        arguments: [
            (
                "yesterday",
                "as_of: as_of is no time: "
                    + "give an RFC 3339 time such as 2026-01-31T12:00:00Z, or nothing for now"
            ),
            (
                "2024-03-02T00:00:00Z",
                "as_of: as_of is in the future: "
                    + "give a time that has been; it is 2024-03-01T23:59:59Z now"
            ),
        ]
    )
    func refuses(text: String, expected: String) {
        #expect(message(["as_of": text]) == expected)
    }

    @Test func isThereOnlyWhereDeclared() throws {
        let bare = try ReportDefinition(file: SampleReport.file, text: SampleReport.text)
        #expect(throws: ReportArgumentError.self) {
            try ReportArguments(["as_of": "2024-02-01"], for: bare, now: now)
        }
    }

    @Test func meansTheSameEverywhere() {
        let text = SampleReport.replacing(
            "-- param: note",
            with: "-- param: as_of timestamp = '2024-01-01'  Then.\n-- param: note"
        )
        #expect(throws: ReportFileError.self) {
            try ReportDefinition(file: SampleReport.file, text: text)
        }
    }
}
