import Foundation
import Testing

@Suite("A registry of tools at the command line")
struct RegistryCommandTests {
    private func file(_ text: String) throws -> String {
        let file = Scratch.folder.appending(path: "registry-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    @Test("keeps the service from starting where it is wrong, and says what is")
    func serve() async throws {
        let wrong = [
            "{": "line 1: is not JSON",
            #"{"tools":[{"name":"a"}]}"#: "/tools/0 (a)/description: is required",
            #"{"tool":[]}"#: "/tool: is not known: did you mean tools?",
        ]
        for (text, said) in wrong {
            let path = try file(text)
            for (arguments, environment) in [
                (["--tools", path], [:]), ([], ["REDLINE_TOOLS": path]),
            ] {
                let result = try await Redline.run(["serve"] + arguments, environment: environment)
                #expect(result.status == 64)
                #expect(result.stderr.contains(said), "\(result.stderr)")
                #expect(result.stderr.contains(path), "\(result.stderr)")
            }
        }
        let missing = try await Redline.run(["serve", "--tools", "/nowhere/tools.json"])
        #expect(missing.status == 64)
        #expect(missing.stderr.contains("/nowhere/tools.json: is no file that can be read"))
    }

    @Test("is looked at by doctor, which names a variable that is not set and never its value")
    func doctor() async throws {
        let database = try await TestDatabase.migrated()
        let path = try file(
            #"""
            {"tools":[{"name":"a","description":"b","method":"GET","url":"https://a.example",
            "headers_from_environment":{"X-Key":"A_KEY"}}]}
            """#
        )
        func line(_ environment: [String: String]) async throws -> String {
            let result = try await Redline.run(
                ["doctor", "--tools", path],
                environment: ["REDLINE_DATABASE_URL": database.url].merging(environment) { $1 }
            )
            #expect(!result.text.contains("secret"))
            return result.text.split(separator: "\n").map(String.init)
                .first { $0.contains(" tools ") } ?? ""
        }
        #expect(try await line([:]).contains("X-Key is to be the variable A_KEY, which is not set"))
        #expect(try await line([:]).hasPrefix("problem"))
        #expect(try await line(["A_KEY": "secret"]).hasPrefix("ok"))
        try await database.drop()
    }
}
