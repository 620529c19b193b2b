import Testing

/// The README lists the reports that there are.
@Suite struct ReportListTests {
    @Test func listIsTheCatalog() throws {
        let listed = try Repository.document("README.md").rows(below: "Report")
            .filter { $0.count == 3 }
        let declared = try ReportHeaders.all.map { header in
            ["`\(header.name)`", header.title, header.groupings.joined(separator: ", ")]
        }
        #expect(listed == declared)
        #expect(!declared.isEmpty)
    }

    @Test func everyColumnHasADefinition() throws {
        let defined = try Set(MetricDocument.columns)
        for header in try ReportHeaders.all {
            let missing = header.columns.filter { !defined.contains($0) }
            #expect(missing == [], "docs/metrics.md does not define columns of \(header.name)")
        }
    }

    @Test func everyDefinitionIsOfAColumn() throws {
        let columns = Set(try ReportHeaders.all.flatMap(\.columns))
        #expect(try MetricDocument.columns.filter { !columns.contains($0) } == [])
    }

    @Test func classesAreThoseOfTheCode() throws {
        let source = try Repository.text("Sources/Redline/Measure/PatternClass.swift")
        let cases = source.matches(of: /\n    case `?(\w+)`?(?: = "(\w+)")?/)
            .map { String($0.2 ?? $0.1) }
        let listed = try Repository.document("docs/metrics.md")
            .rows(below: "Patterns: the report `correction_patterns`")
            .map { $0[0].withoutBackticks }
        #expect(Array(listed.suffix(cases.count)) == cases)
        #expect(!cases.isEmpty)
    }
}

/// The definitions of figures in `docs/metrics.md`.
enum MetricDocument {
    /// The columns that its tables define.
    static var columns: [String] {
        get throws {
            let document = try Repository.document("docs/metrics.md")
            let classes = try patternClasses(in: document)
            return document.rows().flatMap { Markdown.spans(in: $0[0]) }
                .filter { !classes.contains($0) }
        }
    }

    private static func patternClasses(in document: Markdown) throws -> Set<String> {
        let columns = Set(try ReportHeaders.all.flatMap(\.columns))
        let rows = document.rows(below: "Patterns: the report `correction_patterns`")
        return Set(rows.flatMap { Markdown.spans(in: $0[0]) }).subtracting(columns)
    }
}
