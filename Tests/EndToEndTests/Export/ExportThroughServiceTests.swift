import Foundation
import Testing

@Suite("The commands export and regenerate through a service", .serving())
struct ExportThroughServiceTests {
    /// An owner's key, and a folder with a document in it.
    private struct Desk {
        let server: ServerUnderTest
        let owner: String
        let key: String
        let folder: URL

        init(_ owner: String) async throws {
            server = try ServerUnderTest.current
            self.owner = owner
            key = try await server.key("owner", owner: owner)
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

        func run(
            _ arguments: [String],
            editor: String = "false",
            key: String? = nil
        ) async throws -> CommandResult {
            try await Redline.run(
                arguments + ["--owner", owner],
                environment: [
                    "REDLINE_SERVER": "http://127.0.0.1:\(server.port)",
                    "REDLINE_KEY": key ?? self.key, "EDITOR": editor,
                ]
            )
        }

        func workflow(_ result: CommandResult) throws -> String {
            let match = try #require(result.stderr.firstMatch(of: /orkflow ([0-9a-f-]{36})/))
            return String(match.1)
        }
    }

    @Test("make the file and another one, as on the service's database")
    func whole() async throws {
        let desk = try await Desk("far@example.com")
        let made = try await desk.run(
            [
                "export", desk.path("invoice.json"), "--edit", "--template", "financial",
                "--output", desk.path("invoice.pdf"),
            ],
            editor: "sed -i 's/ABC Corp/ABC Corporation/'"
        )
        #expect(made.status == 0, "\(made.stderr)")
        #expect(made.text == desk.path("invoice.pdf") + "\n")
        #expect(made.stderr.contains("summarised by redline-extractive-1:\n"))
        #expect(made.stderr.contains("revision 1: "))
        let id = try desk.workflow(made)
        let path = "/api/v1/exports/\(id)"
        let kept = try await desk.server.get("\(path)/deliverable", desk.key)
        #expect(try desk.bytes("invoice.pdf") == kept.body)
        let stages = try await desk.server.get(path, desk.key).json["stages"]
        #expect(stages["stage1"]["document_id"] == "invoice")
        #expect(stages["stage2"]["changes"].elements.count == 1)
        #expect(stages["stage3"]["user_preferences"]["document_template"] == "financial")

        let again = try await desk.run(["regenerate", id, "--format", "json", "--output", "-"])
        #expect(again.status == 0, "\(again.stderr)")
        #expect(again.stderr.contains("workflow \(id), revision 2: invoice-r2.json, "))
        let content = try JSON(parsing: again.stdout)
        #expect(content["template"] == "financial")
        #expect(content["changes"].elements.map { $0["modified_value"] } == ["ABC Corporation"])
    }

    @Test("go on where they were interrupted, and make the same file once more")
    func interrupted() async throws {
        let desk = try await Desk("far-interrupted@example.com")
        let cut = try await desk.run(["export", desk.path("invoice.json"), "--edit"])
        #expect(cut.status == 1)
        #expect(cut.stderr.contains("goes on with this export."), "\(cut.stderr)")
        let id = try desk.workflow(cut)
        try desk.put("edited.json", try Sample.modified.text)
        for name in ["1.csv", "2.csv"] {
            let result = try await desk.run([
                "export", "--workflow", id, "--edited", desk.path("edited.json"), "--output",
                desk.path(name),
            ])
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stderr.contains("summarised by redline-extractive-1:\n"))
        }
        #expect(try desk.bytes("1.csv") == desk.bytes("2.csv"))
        #expect(String(decoding: try desk.bytes("1.csv"), as: UTF8.self).contains("PO-12345"))
        let other = try await desk.run(["export", "--workflow", id, "--no-edit"])
        #expect(other.status == 1)
        #expect(other.stderr.contains("revision 1 is complete"), "\(other.stderr)")
        #expect(!other.stderr.contains("goes on"))
    }

    @Test("say what is wrong, and what only the service has")
    func refusals() async throws {
        let desk = try await Desk("far-refusals@example.com")
        try desk.put("bare.json", #"{"vendor": "ABC Corp"}"#)
        let id = "01940000-0000-4000-8000-000000000061"
        let document = desk.path("invoice.json")
        let cases: [(arguments: [String], status: Int32, said: String)] = [
            (["export", desk.path("bare.json")], 1, "extracted_data"),
            (["export", document, "--no-edit", "--template", "none"], 1, "document_template"),
            (["export", document, "--templates", "/tmp"], 64, "redline serve --templates"),
            (["export", document, "--redact", "emails"], 64, "redline serve --redact"),
            (["export", "--workflow", id], 1, "there is no workflow"),
            (["regenerate", id], 1, "there is no workflow"),
        ]
        for (arguments, status, said) in cases {
            let result = try await desk.run(arguments)
            #expect(result.status == status, "\(arguments) \(result.stderr)")
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.contains(said), "\(arguments) \(result.stderr)")
        }
        let analyst = try await desk.server.key("analyst")
        let refused = try await desk.run(["export", document], key: analyst)
        #expect(refused.status == 1)
        #expect(refused.stderr.contains("the key may not do that"), "\(refused.stderr)")
    }
}
