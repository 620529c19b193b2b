import Redline
import RedlineRendering
import Testing

@Suite("CSV")
struct CSVReportTests {
    private static func csv(_ columns: [String], _ rows: [[ReportCell]]) -> String {
        let report = Report(
            name: "sample",
            title: "",
            columns: columns.map { ReportColumn(name: $0, unit: .text) },
            rows: rows,
            totals: rows.first,
            dataThrough: "",
            generatedAt: ""
        )
        return ReportFormat.csv.text(report)
    }

    /// The expected lines are psql's, for `psql -X --csv` of the same values.
    @Test(
        "quotes as psql does",
        arguments: [
            ("a,b", #""a,b""#), ("\"", #""""""#), ("\\.", #""\.""#), ("\\", "\\"), (".", "."),
            ("\\. ", "\\. "), ("a\rb", "\"a\rb\""), ("a\nb", "\"a\nb\""), ("\tx\t", "\tx\t"),
            (" x ", " x "), ("'x'", "'x'"), (";|", ";|"), ("", ""), ("#x", "#x"),
        ]
    )
    func quoting(value: String, expected: String) {
        #expect(Self.csv(["v"], [[.text(value)]]) == "v\n\(expected)\n")
    }

    @Test("keeps PostgreSQL's spelling of numbers and truth")
    func spelling() {
        let row: [ReportCell] = [
            .number("1e+300"), .number("12345678901234567890.10"), .number("-Infinity"),
            .integer(-5), .boolean(true), .boolean(false), .null,
        ]
        let names = ["with,comma", "with \"quote\"", "c", "d", "e", "f", "g"]
        #expect(
            Self.csv(names, [row]) == """
                "with,comma","with ""quote""\",c,d,e,f,g
                1e+300,12345678901234567890.10,-Infinity,-5,t,f,

                """
        )
    }

    /// psql prints an empty line for `select`.
    @Test("has an empty line for no columns")
    func noColumns() {
        #expect(Self.csv([], []) == "\n")
    }

    @Test(
        "of csv-spectrum reads back the same",
        .enabled(if: SharedData.isThere),
        arguments: [
            "comma_in_quotes", "empty_crlf", "json", "newlines_crlf", "simple", "utf8",
        ]
    )
    func spectrum(name: String) throws {
        let text = try SharedData.text("csv-spectrum/\(name).json")
        let objects = try JSONDocument(parsing: text).root.elements.map(\.members)
        let names = try #require(objects.first).map(\.name)
        let values = try objects.map { object in
            try object.map { try #require($0.value.string) }
        }
        let csv = Self.csv(names, values.map { $0.map(ReportCell.text) })
        #expect(try CSVReader.records(csv) == [names] + values)

        let original = try SharedData.text("csv-spectrum/\(name).csv")
        #expect(try CSVReader.records(original) == [names] + values)
    }
}
