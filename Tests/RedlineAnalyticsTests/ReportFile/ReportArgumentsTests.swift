import Redline
import Testing

@testable import RedlineAnalytics

@Suite struct ReportArgumentsTests {
    private let report: ReportDefinition
    private let now: Timestamp

    init() throws {
        report = try ReportDefinition(file: SampleReport.file, text: SampleReport.text)
        now = try #require(Timestamp("2024-03-01T23:59:59Z"))
    }

    private func message(_ raw: [String: String]) -> String {
        do {
            return try "no error: \(ReportArguments(raw, for: report, now: now).values)"
        } catch {
            return "\(error.parameter): \(error)"
        }
    }

    @Test func fillsInWhatIsMissing() throws {
        let arguments = try ReportArguments([:], for: report, now: now)
        #expect(
            arguments.values == [
                "from": "2024-01-31", "to": "2024-03-02", "owner": "", "by": "day",
                "min_support": "3", "note": "it's",
            ]
        )
        #expect(arguments.groupings == ["day"])
        #expect(arguments.values(for: ["to", "by", "none"]) == ["2024-03-02", "day", nil])
    }

    @Test(
        arguments: [
            (["from": "today"], "2024-03-01", "2024-03-02"),
            (["from": "yesterday", "to": "today"], "2024-02-29", "2024-03-01"),
            (["from": "7d"], "2024-02-23", "2024-03-02"),
            (["from": "0d"], "2024-03-01", "2024-03-02"),
            (["from": "2024-02-29", "to": "2024-03-01"], "2024-02-29", "2024-03-01"),
            (["to": "2020-02-01"], "2020-01-01", "2020-02-01"),
            (["to": "0001-01-02"], "0001-01-01", "0001-01-02"),
        ]
    )
    func periods(raw: [String: String], from: String, to: String) throws {
        let arguments = try ReportArguments(raw, for: report, now: now)
        #expect(arguments.values["from"] == from)
        #expect(arguments.values["to"] == to)
    }

    @Test func takesGroupingsAndOddTexts() throws {
        let raw = [
            "by": " week, model ,day", "note": "'; drop table t; --\n\\", "min_support": "+07",
            "owner": "o'brien@example.org",
        ]
        let arguments = try ReportArguments(raw, for: report, now: now)
        #expect(arguments.values["by"] == "week,model,day")
        #expect(arguments.groupings == ["week", "model", "day"])
        #expect(arguments.values["note"] == raw["note"])
        #expect(arguments.values["min_support"] == "7")
        #expect(arguments.values["owner"] == raw["owner"])
    }

    @Test(
        arguments: [
            (
                ["form": "today"],
                "form: the report sample_rate has no parameter \"form\": did you mean \"from\"?"
            ),
            (
                ["colour": "red"],
                "colour: the report sample_rate has no parameter \"colour\": "
                    + "it takes from, to, owner, by, min_support, note"
            ),
            (
                ["from": "2023-02-29"],
                "from: from is no date: "
                    + "give YYYY-MM-DD, today, yesterday or a number of days back such as 30d"
            ),
            (
                ["to": "2024-03-01T00:00:00Z"],
                "to: to is no date: "
                    + "give YYYY-MM-DD, today, yesterday or a number of days back such as 30d"
            ),
            (
                ["to": "99999d"],
                "to: to is no date: "
                    + "give YYYY-MM-DD, today, yesterday or a number of days back such as 30d"
            ),
            (
                ["from": "2024-03-02"],
                "from: no day lies from 2024-03-02 to 2024-03-02: "
                    + "give a from before to; to itself is not counted"
            ),
            (
                ["by": "year"],
                "by: by: there is no grouping \"year\" here: "
                    + "use at most 3 of day, week, month, model"
            ),
            (
                ["by": ""],
                "by: by: the name of a grouping is missing: "
                    + "use at most 3 of day, week, month, model"
            ),
            (
                ["by": "day,week,day"],
                "by: by: \"day\" is there twice: use at most 3 of day, week, month, model"
            ),
            (
                ["by": "day,week,month,model"],
                "by: by: 4 groupings are too many: use at most 3 of day, week, month, model"
            ),
            (
                ["min_support": "2147483648"],
                "min_support: min_support is no integer: "
                    + "give a whole number from -2147483648 to 2147483647"
            ),
            (["note": "a\0b"], "note: note is no text: give text without U+0000"),
        ]
    )
    func refuses(raw: [String: String], expected: String) {
        #expect(message(raw) == expected)
    }

    @Test(arguments: ["a b", "a/b", "a\\b", "a\n", " ", String(repeating: "o", count: 255)])
    func refusesOwnersWithoutNamingThem(owner: String) {
        #expect(
            message(["owner": owner]) == "owner: this is no owner: give 1 to 254 characters "
                + "without white space, control characters, / or \\, or nothing for all"
        )
    }

    @Test(
        arguments: [
            (.date, "2024-02-29", "2024-02-29"), (.date, "2024-2-29", nil), (.date, "-1d", nil),
            (.date, "d", nil), (.date, "", nil), (.date, "0000-01-01", nil),
            (.integer, "-2147483648", "-2147483648"), (.integer, "1.0", nil), (.integer, "", nil),
            (.number, "-0.5e-3", "-0.5e-3"), (.number, "NaN", nil), (.number, ".5", nil),
            (.number, "1e9999", nil), (.number, "1; select", nil), (.number, "1\n", nil),
            (.boolean, "true", "true"), (.boolean, "t", nil), (.text, "", ""),
            (.timestamp, "2024-01-01T01:30:00+02:00", "2023-12-31T23:30:00Z"),
            (.timestamp, "2024-01-01T01:30:00", "2024-01-01T01:30:00Z"), (.timestamp, "now", nil),
        ] as [(ReportParameterType, String, String?)]
    )
    func values(type: ReportParameterType, text: String, expected: String?) {
        #expect(type.normalized(text, today: now) == expected)
    }
}
