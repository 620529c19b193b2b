import Redline
import Testing

@testable import RedlineAnalytics

@Suite struct ReportDefinitionTests {
    @Test func readsEveryPart() throws {
        let report = try ReportDefinition(file: SampleReport.file, text: SampleReport.text)
        #expect(report.name == "sample_rate")
        #expect(report.title == "How often people edit what the AI made")
        #expect(
            report.summary == """
                What it answers: the share of reviews with a change.
                  - indented lines stay as they are

                Note: a second paragraph (see https://example.org/a:b).
                """
        )
        #expect(
            report.parameters == [
                ReportParameter(
                    name: "from",
                    type: .date,
                    defaultText: nil,
                    summary: "First day counted."
                ),
                ReportParameter(
                    name: "to",
                    type: .date,
                    defaultText: nil,
                    summary: "First day no longer counted."
                ),
                ReportParameter(
                    name: "owner",
                    type: .text,
                    defaultText: "",
                    summary: "One owner; empty for all."
                ),
                ReportParameter(
                    name: "by",
                    type: .text,
                    defaultText: "day",
                    summary: "Grouping; one of, or several with commas."
                ),
                ReportParameter(
                    name: "min_support",
                    type: .integer,
                    defaultText: "3",
                    summary: "Least reviews of a group."
                ),
                ReportParameter(
                    name: "note",
                    type: .text,
                    defaultText: "it's",
                    summary: "A word to show."
                ),
            ]
        )
        #expect(report.groupings == ["day", "week", "month", "model"])
        #expect(
            report.columns == [
                ReportColumn(
                    name: "workflows",
                    unit: .count,
                    summary: "Workflows with a review."
                ),
                ReportColumn(
                    name: "untouched_rate",
                    unit: .ratio,
                    summary: "Reviews without a change / reviews."
                ),
            ]
        )
        #expect(report.sql == SampleReport.text)
    }

    @Test func becomesAQueryOfTheServer() throws {
        let report = try ReportDefinition(file: SampleReport.file, text: SampleReport.text)
        let arguments = try ReportArguments(
            ["by": "week,model"],
            for: report,
            now: Timestamp(microseconds: 0)
        )
        let query = try report.query(for: arguments)
        #expect(query.parameterNames == ["by", "from", "to", "owner", "min_support", "note"])
        let statement = query.sql.split(separator: "\nselect ")[1]
        #expect(
            statement == """
                $1::text as "week,model",
                    count(*) as workflows, -- not a :'variable'
                    avg(untouched)::float8 as untouched_rate
                from redline.review
                where day >= $2::date and day < $3::date
                    and ($4::text = '' or owner = $4::text)
                group by 1
                having count(*) >= $5::INT and $6::text <> $$:'none'$$
                order by 1;

                """
        )
    }

    @Test func needsNeitherParametersNorText() throws {
        let text = """
            -- report: bare
            -- title: T
            -- column: n count One.
            select 1 as n order by n
            """
        let report = try ReportDefinition(file: "bare.sql", text: text)
        #expect(report.summary == "")
        #expect(report.parameters == [])
        #expect(report.groupings == [])
    }

    @Test(
        arguments: [
            ("date", "'today'", "date"), ("text", "''", "text"), ("integer", "-1", "int4"),
            ("number", "0.01", "numeric"), ("number", "1e-3", "Double  Precision"),
            ("boolean", "true", "boolean"), ("timestamp", "2026-01-31T12:00:00Z", "timestamptz"),
            ("timestamp", "'2026-01-31'", "timestamp with time zone"),
        ]
    )
    func takesTheCastsOfAType(type: String, value: String, cast: String) throws {
        let text = """
            -- report: cast
            -- title: T
            -- param: p \(type) = \(value)  A value.
            -- column: n text It.
            select :'p'::\(cast) as n order by n
            """
        let report = try ReportDefinition(file: "cast.sql", text: text)
        #expect(report.parameters.map(\.type.rawValue) == [type])
    }
}
