import Redline
import RedlineRendering
import Testing

@Suite("Whole reports in every format")
struct ReportFormatTests {
    private static let endings: [ReportFormat: String] = [
        .table: "txt", .csv: "csv", .json: "json", .ndjson: "ndjson", .markdown: "md",
        .html: "html",
    ]

    /// The expected CSV is what psql printed for the query of the same name beside it.
    @Test(
        "equals the golden file",
        arguments: [
            ("editing", SampleReports.editing), ("nasty", SampleReports.nasty),
            ("empty", SampleReports.empty), ("calibration", SampleReports.calibration),
        ],
        ReportFormat.allCases
    )
    func golden(sample: (name: String, report: Report), format: ReportFormat) throws {
        guard !format.needsChart else { return }
        let ending = try #require(Self.endings[format])
        var bytes: [UInt8] = []
        format.render(sample.report) { bytes += $0 }
        let expected = GoldenFile(name: "\(sample.name).\(ending)")
        #expect(String(decoding: bytes, as: UTF8.self) == (try expected.text))
        #expect(bytes == (try expected.bytes))
    }

    @Test("fits a terminal", arguments: [(40, false), (60, false), (80, true)])
    func narrow(width: Int, isTerminal: Bool) throws {
        let style = TextStyle(width: width, isTerminal: isTerminal)
        let text = ReportFormat.table.text(SampleReports.wide, style: style)
        #expect(text == (try GoldenFile(name: "wide.\(width).txt").text))
    }

    @Test(
        "hands a large report over in pieces that make up the whole",
        arguments: [
            ReportFormat.csv, .json, .ndjson,
        ]
    )
    func pieces(format: ReportFormat) throws {
        var report = SampleReports.editing
        report.rows = Array(repeating: report.rows[0], count: 2_000)
        var pieces: [[UInt8]] = []
        format.render(report) { pieces.append($0) }
        #expect(pieces.count > 2)
        #expect(pieces.allSatisfy { !$0.isEmpty && $0.count < 66_000 })
        #expect(String(decoding: pieces.joined(), as: UTF8.self) == format.text(report))
    }

    @Test("stops where the sink fails")
    func failingSink() {
        struct Closed: Error {}
        var report = SampleReports.editing
        report.rows = Array(repeating: report.rows[0], count: 2_000)
        var calls = 0
        #expect(throws: Closed.self) {
            try ReportFormat.ndjson.render(report) { _ in
                calls += 1
                throw Closed()
            }
        }
        #expect(calls == 1)
    }

    @Test("is found by its media type")
    func mediaTypes() {
        for format in ReportFormat.allCases {
            #expect(ReportFormat(mediaType: format.mediaType) == format)
        }
        #expect(ReportFormat(mediaType: "Text/CSV ;q=0.5") == .csv)
        #expect(ReportFormat(mediaType: "text/*") == nil)
        #expect(ReportFormat(mediaType: "") == nil)
    }

    @Test("has JSON that other parsers read")
    func validJSON() throws {
        for report in [SampleReports.editing, SampleReports.nasty, SampleReports.empty] {
            let document = try JSONDocument(parsing: ReportFormat.json.text(report))
            #expect(document.root["rows"]?.count == report.rows.count)
            for line in ReportFormat.ndjson.text(report).split(separator: "\n") {
                #expect(try JSONDocument(parsing: String(line)).root.kind == .object)
            }
        }
    }
}
