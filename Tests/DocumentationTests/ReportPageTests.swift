import Foundation
import Testing

/// Each report has its page in `docs/reports`, with all that the report's file declares.
///
/// `make docs` writes the pages.
@Suite struct ReportPageTests {
    @Test(.enabled(if: ReportPages.areWritten))
    func write() async throws {
        let folder = Repository.root.appending(path: ReportPages.folder)
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, text) in try await ReportPages.all {
            try Data(text.utf8).write(to: Repository.root.appending(path: path))
        }
    }

    @Test(.disabled(if: ReportPages.areWritten))
    func thereIsAPageForEachReport() throws {
        let files = try Repository.files(below: ReportPages.folder)
        #expect(files == (try ReportPages.paths).sorted())
        let index = try Repository.document("\(ReportPages.folder)/README.md")
        let listed = index.rows().filter { $0.count == 3 }
        let declared = try ReportHeaders.all.map { header in
            [
                "[`\(header.name)`](\(header.name).md)", header.title,
                header.groupings.joined(separator: ", "),
            ]
        }
        #expect(listed == declared)
    }

    @Test(.disabled(if: ReportPages.areWritten), arguments: try ReportHeaders.all)
    func pageHasWhatTheHeaderDeclares(header: ReportHeaders) throws {
        let page = try Repository.document("\(ReportPages.folder)/\(header.name).md")
        #expect(page.firstSpans(below: "Parameters") == header.parameters)
        #expect(page.firstSpans(below: "Columns") == header.rowColumns)
        #expect(page.firstSpans(below: "Totals") == header.totals)
        let meanings = ["Parameters", "Columns", "Totals"].flatMap { page.rows(below: $0) }
        #expect(meanings.filter { $0.contains("") } == [])
        let defined = Set(page.rows(below: "Definitions").flatMap { Markdown.spans(in: $0[0]) })
        #expect(header.columns.filter { !defined.contains($0) } == [])
        #expect(!page.rows(below: "Example").isEmpty, "the sample data has nothing to show")
    }

    @Test(.disabled(if: ReportPages.areWritten))
    func pagesAreWhatMakeDocsWrites() async throws {
        for (path, expected) in try await ReportPages.all {
            let found = try? Repository.text(path)
            #expect(found == expected, "\(path) is not what it should be: run make docs")
        }
    }
}

extension Markdown {
    /// The first code span of each row below a heading.
    fileprivate func firstSpans(below heading: String) -> [String] {
        rows(below: heading).map { Self.spans(in: $0[0]).first ?? "" }
    }
}
