import Redline
import Testing

@testable import RedlineAnalytics

@Suite struct ReportCatalogTests {
    private static func file(_ name: String) -> (name: String, text: String) {
        (
            "\(name).sql",
            "-- report: \(name)\n-- title: T\n-- column: n count One.\nselect 1 as n order by n\n"
        )
    }

    @Test func sortsAndFinds() throws {
        let catalog = try ReportCatalog(files: ["funnel", "activity", "quality"].map(Self.file))
        #expect(catalog.definitions.map(\.name) == ["activity", "funnel", "quality"])
        #expect(try catalog.definition(named: "funnel").name == "funnel")
        let near = #expect(throws: UnknownReportError.self) {
            try catalog.definition(named: "Funel")
        }
        #expect(near?.description == "there is no report \"Funel\": did you mean \"funnel\"?")
        let far = #expect(throws: UnknownReportError.self) {
            try catalog.definition(named: "weather")
        }
        #expect(far?.description == "there is no report \"weather\"")
    }

    @Test func refusesAReportThatIsThereTwice() {
        let error = #expect(throws: ReportFileError.self) {
            try ReportCatalog(files: [Self.file("funnel"), Self.file("funnel")])
        }
        #expect(
            error?.description == "queries/funnel.sql:1: the report \"funnel\" is there twice: "
                + "give one of them another name"
        )
    }

    @Test func saysWhichFileIsFaulty() {
        let error = #expect(throws: ReportFileError.self) {
            try ReportCatalog(files: [Self.file("funnel"), ("drift.sql", "select 1")])
        }
        #expect(error?.file == "drift.sql")
        #expect(error?.line == 1)
    }

    /// The files that this build carries are reports, in the order of their names.
    @Test func embeddedFilesAreReports() throws {
        let catalog = try ReportCatalog(files: EmbeddedQueries.files)
        #expect(catalog.definitions.map { "\($0.name).sql" } == EmbeddedQueries.files.map(\.name))
    }

    @Test(
        arguments: [
            ("form", "from"), ("FROM", "from"), ("owners", "owner"), ("bye", "by"), ("b", "by"),
            ("editing_rat", "editing_rate"), ("editnig_rate", "editing_rate"), ("limit", nil),
            ("x", nil), ("", nil),
        ] as [(String, String?)]
    )
    func suggestions(word: String, expected: String?) {
        let names = ["from", "to", "owner", "by", "editing_rate"]
        #expect(Suggestion.closest(to: word, in: names) == expected)
        #expect(Suggestion.closest(to: word, in: []) == nil)
    }
}
