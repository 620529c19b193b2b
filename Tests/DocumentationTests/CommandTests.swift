import Testing

/// Commands and options in the documents are those of the program, and the README has all of them.
@Suite struct CommandTests {
    @Test func namedCommandsExist() async throws {
        for command in try CommandMention.all.map(\.command).uniqued where command != "db psql" {
            let words = command.split(separator: " ").map(String.init)
            let outcome = try await Program.run(words + ["--help"])
            #expect(outcome.status == 0, "redline \(command)")
            #expect(outcome.output.contains("USAGE: redline \(command)"), "redline \(command)")
        }
    }

    @Test func namedOptionsExist() async throws {
        var known: [String: Set<String>] = [:]
        for mention in try CommandMention.all where mention.command != "db psql" {
            if known[mention.command] == nil {
                known[mention.command] = try await Self.options(of: mention.command)
            }
            let missing = mention.options.filter { known[mention.command]?.contains($0) != true }
            #expect(missing == [], "redline \(mention.command), in \(mention.document)")
        }
    }

    @Test func everyCommandIsNamed() async throws {
        let named = Set(try CommandMention.all.map(\.command))
        #expect(try await Self.commands().filter { !named.contains($0) } == [])
    }

    @Test func everyOptionIsNamed() async throws {
        let spans = try Repository.documents.flatMap { try Repository.document($0).spans }
        let words = spans.flatMap { $0.split(separator: " ").map(String.init) }
        let named = Set(words + (try CommandMention.all.flatMap(\.options)))
        for command in try await Self.commands() where command != "db psql" {
            let options = try await Self.options(of: command)
            let missing = options.subtracting(named).subtracting(["--help", "--version"])
            #expect(missing == [], "redline \(command)")
        }
    }

    /// The commands that the program has, those below a command included.
    private static func commands() async throws -> [String] {
        var found: [String] = []
        for name in try await subcommands(of: []) {
            let below = try await subcommands(of: [name])
            found += below.isEmpty ? [name] : below.map { "\(name) \($0)" }
        }
        // Nothing found is nothing checked.
        try #require(!found.isEmpty)
        return found
    }

    private static func subcommands(of words: [String]) async throws -> [String] {
        let help = try await Program.run(words + ["--help"]).output
        guard let start = help.firstRange(of: "\nSUBCOMMANDS:\n") else { return [] }
        return help[start.upperBound...].split(separator: "\n")
            .compactMap { $0.wholeMatch(of: #/  ([a-z]+) .*/#).map { String($0.1) } }
    }

    private static func options(of command: String) async throws -> Set<String> {
        let words = command.split(separator: " ").map(String.init)
        let help = try await Program.run(words + ["--help"]).output
        return Set(help.matches(of: /--[a-z][a-z-]*/).map { String($0.0) })
    }
}

/// A place where a document names a command.
struct CommandMention {
    let document: String
    /// The command without `redline`, such as `keys create`.
    let command: String
    /// The options that are named with it.
    let options: [String]

    /// Each `redline ...` in a code span or on a line of a shell session.
    static var all: [CommandMention] {
        get throws {
            try Repository.documents.flatMap { path in
                let document = try Repository.document(path)
                let typed = document.code.compactMap { line in
                    line.wholeMatch(of: /\$ (?:.*\()?(redline .*?)\)?/).map { String($0.1) }
                }
                return (document.spans + typed).compactMap { Self($0, in: path) }
            }
        }
    }

    private init?(_ text: String, in document: String) {
        let command =
            /redline ((?:audit|corrections|db|files|keys|owner|people|retention|rollup|spool) [a-z]+|[a-z]+)/
        guard let match = text.prefixMatch(of: command) else { return nil }
        self.document = document
        self.command = String(match.1)
        options = text.matches(of: /--[a-z][a-z-]*/).map { String($0.0) }
    }
}

extension [String] {
    /// The elements in order, each once.
    var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
