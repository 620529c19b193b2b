import Foundation
import Testing

@Suite("The commands: export and regenerate")
struct ExportCommandTests {
    private static let owner = "jo@example.com"
    private static let corrects = "sed -i 's/ABC Corp/ABC Corporation/'"

    /// A database, and a folder with a document in it.
    private struct Desk {
        let database: TestDatabase
        let folder: URL

        init() async throws {
            database = try await TestDatabase.migrated()
            folder = Scratch.folder.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try put("invoice.json", try Sample.document().text)
        }

        func path(_ name: String) -> String { folder.appending(path: name).path }

        func put(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }

        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: folder.appending(path: name)))
        }

        func run(_ arguments: [String], editor: String = "false") async throws -> CommandResult {
            try await Redline.run(
                arguments + ["--owner", owner, "--spool", path("spool")],
                environment: ["REDLINE_DATABASE_URL": database.url, "EDITOR": editor]
            )
        }

        /// The workflow that a command spoke of.
        func workflow(_ result: CommandResult) throws -> String {
            let match = try #require(result.stderr.firstMatch(of: /orkflow ([0-9a-f-]{36})/))
            return String(match.1)
        }

        /// How many stages are recorded of each kind.
        func stages() async throws -> [[String?]] {
            try await database.rows(
                "select revision, stage from redline.export_stage order by revision, stage"
            )
        }
    }

    @Test("summarise a document, have its data edited, and make the file; then another")
    func whole() async throws {
        let desk = try await Desk()
        let made = try await desk.run(
            [
                "export", desk.path("invoice.json"), "--edit", "--template", "financial",
                "--output", desk.path("invoice.pdf"),
            ],
            editor: Self.corrects
        )
        #expect(made.status == 0, "\(made.stderr)")
        #expect(made.text == desk.path("invoice.pdf") + "\n")
        #expect(made.stderr.contains("summarised by redline-extractive-1:\n"))
        #expect(try desk.bytes("invoice.pdf").starts(with: Array("%PDF-".utf8)))
        let id = try desk.workflow(made)
        #expect(try await desk.stages() == [["1", "1"], ["1", "2"], ["1", "3"]])
        let compared = try await desk.database.redline(["compare", id, "--format", "json"])
        let changes = try JSON(parsing: compared.stdout)["changes"].elements
        #expect(changes.map { $0["modified_value"].string } == ["ABC Corporation"])
        let shown = try await desk.database.redline(["show", id])
        #expect(shown.text.contains("document    invoice\n"))
        #expect(shown.text.contains("wants pdf, template financial"))

        let again = try await desk.run(["regenerate", id, "--format", "json", "--output", "-"])
        #expect(again.status == 0, "\(again.stderr)")
        #expect(again.stderr.contains("workflow \(id), revision 2: "))
        #expect(again.text.contains("ABC Corporation"))
        #expect(
            try await desk.stages() == [["1", "1"], ["1", "2"], ["1", "3"], ["2", "3"]]
        )
        let funnel = try await desk.database.redline(
            ["report", "funnel", "--from", "2d", "--format", "csv"]
        )
        #expect(funnel.status == 0, "\(funnel.stderr)")
        try await desk.database.drop()
    }

    @Test("go on where they were interrupted, and make the same file once more")
    func interrupted() async throws {
        let desk = try await Desk()
        let arguments = ["export", desk.path("invoice.json"), "--edit", "--format", "csv"]
        for editor in ["false", "echo '{' >"] {
            let result = try await desk.run(arguments, editor: editor)
            #expect(result.status == 1)
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.contains("goes on with this export."), "\(result.stderr)")
        }
        #expect(try await desk.stages() == [["1", "1"], ["1", "1"]])
        let id = try desk.workflow(try await desk.run(arguments))
        try desk.put("edited.json", try Sample.modified.text)
        var files: [[UInt8]] = []
        for number in 1...2 {
            let result = try await desk.run([
                "export", "--workflow", id, "--edited", desk.path("edited.json"), "--output",
                desk.path("\(number).csv"),
            ])
            #expect(result.status == 0, "\(result.stderr)")
            files.append(try desk.bytes("\(number).csv"))
        }
        #expect(files[0] == files[1])
        #expect(String(decoding: files[0], as: UTF8.self).contains("PO-12345"))
        let other = try await desk.run([
            "export", "--workflow", id, "--no-edit", "--output", desk.path("3.csv"),
        ])
        #expect(other.status == 1)
        #expect(other.stderr.contains("redline regenerate makes another revision"))
        #expect(!FileManager.default.fileExists(atPath: desk.path("3.csv")))
        try await desk.database.drop()
    }

    @Test("say what is wrong before anything is recorded")
    func refusals() async throws {
        let desk = try await Desk()
        try desk.put("broken.json", "{")
        try desk.put("bare.json", #"{"vendor": "ABC Corp"}"#)
        let id = "01940000-0000-4000-8000-000000000061"
        let cases: [(arguments: [String], status: Int32, said: String)] = [
            (["export"], 64, "export takes a document, or --workflow"),
            (["export", "x", "--format", "doc"], 64, "there is no format doc"),
            (["export", "--workflow", "x"], 64, "x is no workflow id"),
            (["export", desk.path("none.json")], 1, "none.json cannot be read"),
            (["export", desk.path("broken.json")], 1, "broken.json is not JSON"),
            (["export", desk.path("bare.json")], 1, "extracted_data"),
            (["export", "--workflow", id], 1, "there is no such workflow"),
            (["regenerate", id], 1, "there is no such workflow"),
            (["regenerate", "x"], 64, "x is no workflow id"),
        ]
        for (arguments, status, said) in cases {
            let result = try await desk.run(arguments)
            #expect(result.status == status, "\(arguments) \(result.stderr)")
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.contains(said), "\(arguments) \(result.stderr)")
        }
        #expect(try await desk.stages() == [])
        try await desk.database.drop()
    }
}
