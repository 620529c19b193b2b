import Foundation
import Testing

/// Commands that work through a service print what they print on its database.
///
/// One after the other: what one of them records changes what another one reads.
@Suite("Commands through a service", .serialized, .serving(hasDemo: true))
struct ServerOptionTests {
    /// Runs a command through the service of the suite.
    private func throughService(
        _ arguments: [String],
        key: String,
        stdin: [UInt8] = []
    ) async throws -> CommandResult {
        let server = try ServerUnderTest.current
        return try await Redline.run(
            arguments,
            stdin: stdin,
            environment: ["REDLINE_SERVER": "http://127.0.0.1:\(server.port)", "REDLINE_KEY": key]
        )
    }

    /// Runs a command both ways, and expects the same.
    private func compare(
        _ arguments: [String],
        key: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let server = try ServerUnderTest.current
        let near = try await server.database.redline(arguments)
        let far = try await throughService(arguments, key: key)
        // When a report was made differs, and how far its data goes at that time.
        let times = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?/
        let isReport = arguments[0] == "report"
        func comparable(_ text: String) -> String {
            isReport ? text.replacing(times, with: "TIME") : text
        }
        #expect(far.status == near.status, "\(arguments)", sourceLocation: sourceLocation)
        #expect(far.stderr == near.stderr, "\(arguments)", sourceLocation: sourceLocation)
        #expect(
            comparable(far.text) == comparable(near.text),
            "\(arguments)",
            sourceLocation: sourceLocation
        )
    }

    @Test("report")
    func report() async throws {
        let key = try ServerUnderTest.current.admin
        let asked = [
            [], ["editing_rate"], ["editing_rate", "--by", "model,week", "--format", "csv"],
            ["quality", "--format", "json"], ["tool_health", "--format", "markdown"],
            ["correction_patterns", "--format", "ndjson", "--from", "20d"],
            ["editing_rate", "--by", "model", "--format", "vega-lite"],
            ["compare", "--set", "of=template"], ["activity", "--owner", "nobody@example.com"],
        ]
        for arguments in asked { try await compare(["report"] + arguments, key: key) }
    }

    @Test("history, show, compare and interactions")
    func reading() async throws {
        let server = try ServerUnderTest.current
        let exports = try await server.database.rows(
            """
            select owner, workflow_id::text from redline.export_stage
            group by 1, 2 order by count(*) desc, max(revision) desc, 2 limit 5
            """
        )
        try #require(exports.count == 5)
        for row in exports {
            guard let owner = row[0], let id = row[1] else { continue }
            try await compare(["history", owner], key: server.admin)
            try await compare(["show", id], key: server.admin)
            try await compare(["compare", id], key: server.admin)
            try await compare(["compare", id, "--format", "json"], key: server.admin)
            let own = try await server.key("owner", owner: owner)
            try await compare(["show", id, "--owner", owner], key: own)
            try await compare(
                ["history", owner, "--limit", "1", "--status", "completed"],
                key: own
            )
        }
        let talkers = try await server.database.rows(
            """
            select owner, min(thread_id) from redline.interaction
            where thread_id is not null group by 1 order by count(*) desc, 1 limit 2
            """
        )
        try #require(talkers.count == 2)
        for row in talkers {
            guard let owner = row[0], let thread = row[1] else { continue }
            try await compare(["interactions", owner], key: server.admin)
            try await compare(["interactions", owner, "--thread", thread], key: server.admin)
            try await compare(
                ["interactions", owner, "--search", "invoice or the", "--limit", "2"],
                key: server.admin
            )
        }
        let nobody = "nobody@example.com"
        try await compare(["history", nobody], key: server.admin)
        try await compare(["interactions", nobody], key: server.admin)
        try await compare(["show", UUID().uuidString.lowercased()], key: server.admin)
    }

    @Test("ingest")
    func ingest() async throws {
        let server = try ServerUnderTest.current
        let recorder = try await server.key("recorder")
        func lines(_ owner: String) throws -> [UInt8] {
            let good = try Sample.interaction("good", user: owner, id: "1").text
            let other = try Sample.interaction("other", user: owner, id: "1").text
            let ownerless = try Sample.interaction("nobody's", id: "2").text
            let new = try Sample.interaction("without an id", user: owner).text
            var stage = Sample.feedback
            stage["stage"] = "user_feedback"
            stage["owner_email"] = .string(owner)
            stage["export_workflow_id"] = "0198a8f0-0000-7000-8000-000000000001"
            let records = [good, "no JSON", "", other, ownerless, good, new, new, try stage.text]
            return Array(records.joined(separator: "\n").utf8)
        }
        func ingested(_ name: String, _ isFar: Bool) async throws -> [String] {
            let owner = "\(name)@example.com"
            let rejects = Scratch.folder.appending(path: "rejects-\(UUID().uuidString)").path
            var said: [String] = []
            for more in [[], [], ["--owner", "fallback-\(owner)"]] {
                let arguments = ["ingest", "--rejects", rejects] + more
                let result =
                    isFar
                    ? try await throughService(arguments, key: recorder, stdin: try lines(owner))
                    : try await server.database.redline(arguments, stdin: try lines(owner))
                #expect(result.stdout.isEmpty)
                let kept = try String(contentsOfFile: rejects, encoding: .utf8)
                said += ["\(result.status)", result.stderr, kept]
            }
            let stored = try await server.database.rows(
                """
                select owner, user_message, count(*)::text from redline.interaction
                where owner like '%\(owner)' group by 1, 2 order by 1, 2
                """
            )
            said += stored.map { $0.map { $0 ?? "" }.joined(separator: " ") }
            return said.map { $0.replacing(name, with: "NAME") }
        }
        let near = try await ingested("near", false)
        let far = try await ingested("far", true)
        #expect(far == near)
        #expect(near.contains { $0.contains("4 recorded, 1 recorded before, 3 refused") })
    }

    @Test("says what is wrong: the service, the key, and what cannot be done over HTTP")
    func failures() async throws {
        let server = try ServerUnderTest.current
        let address = "http://127.0.0.1:\(server.port)"
        let wrong = try await throughService(["report"], key: "rl_wrong")
        #expect(wrong.status == 1)
        #expect(wrong.stderr.contains("does not take the key"), "\(wrong.stderr)")
        let recorder = try await server.key("recorder")
        let forbidden = try await throughService(["history", "a@example.com"], key: recorder)
        #expect(forbidden.status == 1)
        #expect(forbidden.stderr.contains("the key may not do that"), "\(forbidden.stderr)")
        let usage: [(arguments: [String], said: String)] = [
            (["keys", "list"], "not over HTTP"), (["serve"], "not over HTTP"),
            (["doctor"], "not over HTTP"), (["report", "editing_rat"], "editing_rate"),
            (["report", "editing_rate", "--by", "colour"], "document_type"),
            (["report", "editing_rate", "--psql"], "--psql"),
            (["report", "--server", "redline"], "--server takes an address"),
            (["report", "--server", address, "--database-url", "x"], "not both"),
            (["ingest", "--redact", "emails"], "redline serve --redact"),
        ]
        for (arguments, said) in usage {
            let result = try await throughService(arguments, key: server.admin)
            #expect(result.status == 64, "\(arguments): \(result.stderr)")
            #expect(result.stderr.contains(said), "\(arguments): \(result.stderr)")
            #expect(result.stdout.isEmpty)
        }
        let alone = try await server.database.redline(["report", "--key-file", "x"])
        #expect(alone.status == 64)
        #expect(alone.stderr.contains("goes with --server"))
        // The database that is named comes before the service of the environment.
        let named = try await throughService(
            ["history", "a@example.com", "--database-url", server.database.url],
            key: "rl_wrong"
        )
        #expect(named.status == 0)
        let file = try Scratch.file(Array("\(server.admin)\n".utf8), "key").path
        let byFile = try await Redline.run(["report", "--server", address, "--key-file", file])
        #expect(byFile.status == 0)
        let none = try await Redline.run(["report", "--server", address, "--key-file", "/nowhere"])
        #expect(none.stderr.contains("/nowhere cannot be read"))
    }
}
