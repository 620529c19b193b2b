import Foundation
import Testing

@Suite("The content of tools past its time")
struct ToolContentReadsTests {
    private static let secret = "zebrafish"
    private static let owner = "tools@example.com"

    @Test("is in no history, no archive and no dataset")
    func reads() async throws {
        let database = try await TestDatabase.migrated()
        let record = Array(
            """
            {"user_id":"\(Self.owner)","user_message":"find it","assistant_response":"here",\
            "tool_calls":[{"tool_name":"find","arguments":{"of":"\(Self.secret)"},\
            "result":"\(Self.secret)","status":"success"}]}
            {"user_id":"\(Self.owner)","user_message":"find more","assistant_response":"no",\
            "tool_calls":[{"tool_name":"find","status":"error","error":"no such fish"}]}

            """.utf8
        )
        #expect(try await database.redline(["ingest", "-"], stdin: record).status == 0)
        let before = try await reads(of: database, "before")
        #expect(before.allSatisfy { $0.contains(Self.secret) }, "\(before)")
        try await database.run(
            """
            update redline.interaction set recorded_at = recorded_at - interval '10 days';
            """
        )
        let set = try await database.redline(["retention", "set", "tool_content", "5"])
        #expect(set.status == 0)
        let after = try await reads(of: database, "after")
        #expect(after.allSatisfy { !$0.contains(Self.secret) }, "\(after)")
        #expect(after[0].contains("find it") && after[1].contains("find it"))
        let failures = try await database.redline([
            "report", "failure_patterns", "--format", "json",
        ])
        #expect(failures.text.contains("no such fish"))
        #expect(try await database.redline(["rollup", "verify"]).status == 0)
        try await database.drop()
    }

    /// The history, the archive and a dataset, as texts.
    private func reads(of database: TestDatabase, _ name: String) async throws -> [String] {
        let history = try await database.redline(["interactions", Self.owner])
        #expect(history.status == 0, "\(history.stderr)")
        let folder = Scratch.folder.appending(path: "tool-content-\(name)").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let export = try await database.redline([
            "owner", "export", Self.owner, "--to", "\(folder)/owner.zip",
        ])
        #expect(export.status == 0, "\(export.stderr)")
        let archive = try await CommandResult.of(
            "/usr/bin/env",
            ["unzip", "-p", "\(folder)/owner.zip", "interactions.ndjson"]
        )
        let dataset = try await database.redline([
            "corrections", "export", "--shape", "openai-sft", "--source", "interactions", "--to",
            "\(folder)/set",
        ])
        #expect(dataset.status == 0, "\(dataset.stderr)")
        var texts = ""
        let files = FileManager.default.enumerator(atPath: "\(folder)/set")
        while let file = files?.nextObject() as? String {
            texts += (try? String(contentsOfFile: "\(folder)/set/\(file)", encoding: .utf8)) ?? ""
        }
        return [history.text, archive.text, texts]
    }
}
