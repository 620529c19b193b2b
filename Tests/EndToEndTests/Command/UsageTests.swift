import Foundation
import Testing

@Suite("The command: usage, help and exit statuses")
struct UsageTests {
    private static let commands = [
        "serve", "migrate", "ingest", "import", "report", "history", "show", "compare",
        "interactions",
        "corrections", "corrections list", "corrections export", "keys", "spool",
        "spool status", "spool drain", "spool refused", "spool retry", "spool discard",
        "keys create", "keys list", "keys revoke", "people", "people list", "people signout", "db",
        "db start", "db stop", "db status",
        "db url", "measure", "rollup", "rollup status", "rollup verify", "rollup rebuild", "doctor",
        "audit", "audit list", "audit verify", "demo", "owner", "owner export", "owner erase",
        "owner hold", "owner release", "owner holds", "owner readmit", "retention",
        "retention show",
        "retention set", "retention unset", "retention run", "export", "regenerate", "files",
        "files sweep",
    ]

    @Test("has a help text for every command", arguments: commands)
    func help(command: String) async throws {
        let words = command.split(separator: " ").map(String.init)
        for arguments in [words + ["--help"], ["help"] + words] {
            let result = try await Redline.run(arguments)
            #expect(result.status == 0)
            #expect(result.stderr.isEmpty)
            #expect(result.text.contains(/OVERVIEW: [A-Z].+\./), "\(result.text)")
            #expect(result.text.contains("USAGE: redline \(command)"), "\(result.text)")
        }
    }

    @Test("lists every command in its own help")
    func overview() async throws {
        let result = try await Redline.run(["--help"])
        #expect(result.status == 0)
        let listed = result.text.matches(of: /(?m)^  ([a-z]+) +[A-Z]/).map { String($0.1) }
        let expected = Self.commands.filter { !$0.contains(" ") }
        #expect(Set(listed) == Set(expected))
        for command in listed {
            #expect(try await Redline.run([command, "--help"]).status == 0, "\(command)")
        }
        let version = try await Redline.run(["--version"])
        #expect(version.status == 0)
        #expect(version.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test("tells wrong usage, with 64, on standard error alone, and touches nothing")
    func wrongUsage() async throws {
        let database = try await TestDatabase.migrated()
        let expected: [(arguments: [String], said: String)] = [
            (["reprot"], "reprot"), (["report", "--form", "csv"], "--from"),
            (["report", "editing_rate", "--format", "xml"], "xml"),
            (["report", "nothing"], #"there is no report "nothing""#),
            (["report", "editing_rat"], #"did you mean "editing_rate"?"#),
            (["report", "editing_rate", "--by", "colour"], "document_type"),
            (["report", "editing_rate", "--from", "x"], "from is no date"),
            (["report", "editing_rate", "--from", "2d", "--to", "3d"], "no day lies from"),
            (["report", "editing_rate", "--owner", "a b"], "owner"),
            (["report", "editing_rate", "--set", "limit=3"], #"no parameter "limit""#),
            (["report", "editing_rate", "--set", "limit"], "name=value"),
            (["report", "--describe"], "--describe takes a report"),
            (["report", "funnel", "--describe", "--psql"], "--describe takes a report"),
            (["report", "funnel", "--describe", "--by", "colour"], "document_type"),
            (["demo", "--day", "soon"], "a day that has been"),
            (["demo", "--day", "2999-01-01"], "a day that has been"),
            (["show", "nothing"], "UUID"), (["show"], "Missing"),
            (["history", "a b"], "owner"), (["history", "a@b", "--limit", "0"], "1 to 1000"),
            (["history", "a@b", "--limit", "1001"], "1 to 1000"),
            (["history", "a@b", "--offset", "-1"], "offset"),
            (["history", "a@b", "--status", "done"], "completed"),
            (["interactions", "a@b", "--from", "soon"], "soon"),
            (["keys", "create", "--role", "boss"], "compliance"),
            (["keys", "create", "--role", "owner"], "needs an owner"),
            (["keys", "create", "--role", "miner", "--owner", "a@b"], "only a key"),
            (["serve", "--listen", "0.0.0.0:0"], "--insecure"),
            (["serve", "--listen", ":0"], "--insecure"),
            (["serve", "--listen", "[::]:0"], "--insecure"),
            (["serve", "--listen", "127.0.0.1"], "address:port"),
            (["serve", "--listen", "127.0.0.1:99999"], "address:port"),
            (["ingest", "--owner", "a b"], "owner"), (["doctor", "--format", "xml"], "json"),
            (["owner", "export", "a@b"], "--to"),
            (["owner", "export", "--to", "x"], "name an owner"),
            (["owner", "export", "a@b", "--verify", "x"], "--verify takes an archive"),
            (["spool", "retry"], "--all"), (["spool", "discard", "1", "--all"], "--all"),
        ]
        for (arguments, said) in expected {
            let result = try await database.redline(arguments)
            #expect(result.status == 64, "\(arguments): \(result.stderr)")
            #expect(result.stdout.isEmpty, "\(arguments)")
            #expect(result.stderr.hasPrefix("Error: "), "\(arguments): \(result.stderr)")
            #expect(result.stderr.contains(said), "\(arguments): \(result.stderr)")
        }
        let untouched = "select count(*) from redline.api_key"
        #expect(try await database.count(untouched) == 0)
        try await database.drop()
    }

    @Test("tells failures, with 1, and says what to do")
    func failures() async throws {
        let database = try await TestDatabase.migrated()
        let id = UUID().uuidString.lowercased()
        let expected: [(arguments: [String], said: String)] = [
            (["show", id], "there is no workflow \(id)"),
            (["keys", "revoke", id], "redline keys list"),
            (["ingest", "/nowhere/records.ndjson"], "/nowhere/records.ndjson: No such file"),
            (["ingest", "--rejects", "/nowhere/rejects"], "/nowhere/rejects cannot be written"),
        ]
        for (arguments, said) in expected {
            let result = try await database.redline(arguments)
            #expect(result.status == 1, "\(arguments): \(result.stderr)")
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.contains(said), "\(arguments): \(result.stderr)")
        }
        try await database.drop()
    }

    @Test("tells a database that cannot be reached, or whose schema is behind")
    func databases() async throws {
        let empty = try await TestDatabase.empty()
        for arguments in [["report"], ["ingest"], ["serve", "--listen", "127.0.0.1:0"]] {
            let behind = try await empty.redline(arguments)
            #expect(behind.status == 1)
            #expect(behind.stderr.contains("run redline migrate first"), "\(behind.stderr)")
            let unreachable = try await Redline.run(
                arguments + ["--database-url", "host=/nowhere user=nobody"]
            )
            #expect(unreachable.status == 1)
            #expect(unreachable.stderr.contains("/nowhere"), "\(unreachable.stderr)")
        }
        try await empty.drop()
    }

    @Test("says what a report is without a database")
    func describe() async throws {
        let result = try await Redline.run(
            ["report", "preferences", "--from", "2026-10-01", "--to", "2026-11-01", "--describe"],
            environment: ["REDLINE_DATABASE_URL": "host=/nowhere"]
        )
        #expect(result.status == 0)
        #expect(result.stderr.isEmpty)
        // The whole of it stands in the pages of docs/reports.
        let page = Redline.root.appending(path: "docs/reports/preferences.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(result.text.hasPrefix("# `preferences`: Which templates"))
        #expect(text.contains(result.text))
    }

    @Test("finds its database by option, by REDLINE_DATABASE_URL and by libpq's own variables")
    func ways() async throws {
        let database = try await TestDatabase.migrated()
        let byOption = try await Redline.run(["migrate", "--database-url", database.url])
        let byVariable = try await database.redline(["migrate"])
        let byLibpq = try await Redline.run(["migrate"], environment: database.environment)
        for result in [byOption, byVariable, byLibpq] {
            #expect(result.status == 0)
            #expect(result.stderr == "The schema is up to date.\n")
        }
        // The option comes first.
        let both = try await Redline.run(
            ["migrate", "--database-url", database.url],
            environment: ["REDLINE_DATABASE_URL": "host=/nowhere"]
        )
        #expect(both.status == 0)
        try await database.drop()
    }
}
