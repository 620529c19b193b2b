import Redline
import RedlineRendering
import Testing

@Suite("Cells of a table")
struct TableFigureTests {
    @Test(
        "by their unit",
        arguments: [
            (ReportCell.number("1e-07"), ReportUnit.score, "1.0e-7"),
            (.number("0.00004996"), .score, "5.0e-5"),
            (.number("-0.0000123"), .score, "-1.2e-5"), (.number("4"), .score, "4.000"),
            (.integer(4), .score, "4"), (.number("0"), .score, "0.000"),
            (.number("3.3333333333333335"), .count, "3.3"),
            (.number("1234567"), .count, "1,234,567"),
            (.number("1e+20"), .count, "1e+20"), (.number("12.75"), .characters, "12.8"),
            (.number("Infinity"), .seconds, "Infinity"), (.integer(2), .ratio, "200.0 %"),
            (.integer(1500), .milliseconds, "1.5 s"), (.integer(20_261_101), .id, "20261101"),
            (.number("1234.50"), .text, "1234.50"), (.text("2026-11-01"), .date, "2026-11-01"),
            (.text("2026-11-01 09:30:05+00"), .timestamp, "2026-11-01 09:30:05"),
            (.text("2026-11-01T09:30:05.25Z"), .timestamp, "2026-11-01 09:30:05"),
            (.text("2026-11-01 09:30:05+05:30"), .timestamp, "2026-11-01 09:30:05+05:30"),
            (.text("infinity"), .timestamp, "infinity"), (.boolean(true), .text, "yes"),
        ]
    )
    func figure(cell: ReportCell, unit: ReportUnit, expected: String) throws {
        let report = Report(
            name: "sample",
            title: "A sample",
            columns: [ReportColumn(name: "v", unit: unit)],
            rows: [[cell]],
            dataThrough: "2026-11-03T09:30:02Z",
            generatedAt: "2026-11-03T09:30:05Z"
        )
        let lines = ReportFormat.table.text(report).split(separator: "\n")
        let line = try #require(lines.dropFirst(3).first)
        #expect(line.trimmingPrefix { $0 == " " } == expected)
    }

    @Test(
        "are RFC 3339 in JSON where they are timestamps",
        arguments: [
            ("2026-11-01 09:30:05.25+00", "2026-11-01T09:30:05.25Z"),
            ("2026-11-01 09:30:05-03", "2026-11-01T09:30:05-03:00"),
            ("2026-11-01T09:30:05Z", "2026-11-01T09:30:05Z"), ("infinity", "infinity"),
            ("2026-11-01 09:30:05", "2026-11-01 09:30:05"),
            ("2026-11-01 09:30:05+00 BC", "2026-11-01 09:30:05+00 BC"),
        ]
    )
    func timestamps(text: String, expected: String) {
        let report = Report(
            name: "sample",
            title: "A sample",
            columns: [ReportColumn(name: "t", unit: .timestamp)],
            rows: [[.text(text)]],
            dataThrough: "2026-11-03T09:30:02Z",
            generatedAt: "2026-11-03T09:30:05Z"
        )
        #expect(ReportFormat.ndjson.text(report) == "{\"t\":\"\(expected)\"}\n")
    }
}
