import EndpointDouble
import Redline
import Synchronization
import Testing

@testable import RedlineTools

/// Calls over real sockets, to an endpoint that does as it is told.
@Suite("A call of a tool")
struct ToolCallerTests {
    private static let host = "tools.example"

    /// A caller of one tool at a host; `found` is what each lookup of it gives.
    private static func caller(
        port: Int,
        host: String = host,
        _ more: String = #","allow_private_addresses":true"#,
        found: @escaping @Sendable () -> [String]
    ) throws -> ToolCaller {
        let text = #"""
            {"tools":[{"name":"t","description":"d","method":"POST",
            "url":"http://\#(host):\#(port)/do","headers_from_environment":{"X-Key":"KEY"},
            "parameters":{"type":"object","properties":{"n":{"type":"integer"}}}\#(more)}]}
            """#
        let registry = try ToolRegistry(parsing: Array(text.utf8), environment: ["KEY": "k1"])
        return ToolCaller(
            registry,
            lookup: HostLookup { _ in found().compactMap { HostAddress($0) } }
        )
    }

    private static func failure(
        _ caller: ToolCaller,
        _ arguments: String = "{}"
    ) async -> ToolFailure? {
        do {
            _ = try await caller.answer(of: "t", arguments, for: nil)
            return nil
        } catch {
            return error
        }
    }

    @Test("goes to the address that was looked up and checked, once, under the host's name")
    func address() async throws {
        try await ScriptedEndpoint.run({ _ in ScriptedEndpoint.http(200, #"{"ok":1}"#) }) { tool in
            let lookups = Mutex(0)
            // No name server knows the name; the second lookup would lead elsewhere.
            let caller = try Self.caller(port: tool.port) {
                lookups.withLock { count in
                    count += 1
                    return count == 1 ? ["127.0.0.1"] : ["169.254.169.254"]
                }
            }
            let answer = try await caller.answer(of: "t", #"{"n":1}"#, for: nil)
            #expect(answer == #"{"ok":1}"#)
            #expect(lookups.withLock(\.self) == 1)
            let request = try #require(tool.requests.first)
            #expect(request.head.hasPrefix("POST /do HTTP/1.1"))
            #expect(request.head.lowercased().contains("host: \(Self.host):\(tool.port)"))
            #expect(request.head.lowercased().contains("x-key: k1"))
            #expect(request.body == #"{"n":1}"#)
            // The next call looks anew, and is refused what it then finds.
            #expect(await Self.failure(caller)?.reason.contains("reserved address") == true)
            #expect(tool.requests.count == 1)
        }
    }

    @Test(
        "goes nowhere where any address of the host is private",
        arguments: [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1"], ["169.254.169.254"]]
    )
    func privateAddress(found: [String]) async throws {
        try await ScriptedEndpoint.run({ _ in ScriptedEndpoint.http(200, "1") }) { tool in
            let text = #"""
                {"tools":[{"name":"t","description":"d","method":"GET",
                "url":"https://\#(Self.host):\#(tool.port)/"}]}
                """#
            let caller = ToolCaller(
                try ToolRegistry(parsing: Array(text.utf8), environment: [:]),
                lookup: HostLookup { _ in found.compactMap { HostAddress($0) } }
            )
            let failure = await Self.failure(caller)
            #expect(failure?.reason.contains("private or reserved") == true)
            #expect(tool.requests.isEmpty)
        }
    }

    @Test("follows no redirect")
    func redirect() async throws {
        try await ScriptedEndpoint.run({ _ in
            ScriptedEndpoint.http(302, "", headers: ["Location: /elsewhere"])
        }) { tool in
            let caller = try Self.caller(port: tool.port) { ["127.0.0.1"] }
            let failure = await Self.failure(caller)
            #expect(failure?.reason == "the tool answered 302: redirects are not followed")
            #expect(tool.requests.count == 1)
        }
    }

    @Test("ends where the answer is too large, with a length and without")
    func size() async throws {
        let text = String(repeating: "x", count: ToolCaller.answerLimit + 1)
        for isStream in [false, true] {
            try await ScriptedEndpoint.run({ _ in
                isStream ? ScriptedEndpoint.events([text]) : ScriptedEndpoint.http(200, text)
            }) { tool in
                let caller = try Self.caller(port: tool.port) { ["127.0.0.1"] }
                let failure = await Self.failure(caller)
                #expect(failure?.reason == "the tool's answer has more than 262144 bytes")
            }
        }
        let whole = String(text.dropLast())
        try await ScriptedEndpoint.run({ _ in ScriptedEndpoint.http(200, whole) }) { tool in
            let caller = try Self.caller(port: tool.port) { ["127.0.0.1"] }
            #expect(try await caller.answer(of: "t", "{}", for: nil) == whole)
        }
    }

    @Test("ends where the tool takes too long, also in the middle of its answer")
    func time() async throws {
        for beginning in [[], [ScriptedEndpoint.Step.send(Array("HTTP/1.1 200 X\r\n\r\nab".utf8))]]
        {
            try await ScriptedEndpoint.run({ _ in beginning + [.hang] }) { tool in
                let caller = try Self.caller(
                    port: tool.port,
                    #","allow_private_addresses":true,"timeout_seconds":1"#
                ) { ["127.0.0.1"] }
                let failure = await Self.failure(caller)
                #expect(failure?.reason == "the tool did not answer within 1 seconds")
            }
        }
    }

    @Test("tells what the tool said where it failed, in part")
    func refusal() async throws {
        let said = "no  such\norder " + String(repeating: "x", count: 1_000)
        try await ScriptedEndpoint.run({ _ in ScriptedEndpoint.http(404, said) }) { tool in
            let caller = try Self.caller(port: tool.port) { ["127.0.0.1"] }
            let reason = try #require(await Self.failure(caller)?.reason)
            #expect(reason.hasPrefix("the tool answered 404: no such order xxx"))
            #expect(reason.utf8.count < 600)
        }
    }

    @Test("is not made with arguments that do not fit, or of no tool")
    func arguments() async throws {
        try await ScriptedEndpoint.run({ _ in ScriptedEndpoint.http(200, "1") }) { tool in
            let caller = try Self.caller(port: tool.port) { ["127.0.0.1"] }
            for arguments in [#"{"n":"1"}"#, #"{"m":1}"#, "{", "[]", "1"] {
                #expect(
                    await Self.failure(caller, arguments)?.isOfArguments == true,
                    "\(arguments)"
                )
            }
            let failure = await #expect(throws: ToolFailure.self) {
                try await caller.answer(of: "u", "{}", for: nil)
            }
            #expect(failure?.reason.contains("did you mean t?") == true)
            #expect(tool.requests.isEmpty)
            #expect(try await caller.answer(of: "t", "", for: nil) == "1")
        }
    }

    @Test("says for whom it is, where the tool is registered so, and never otherwise")
    func owner() async throws {
        let owner = try #require(Owner("ana@example.com"))
        try await ScriptedEndpoint.run({ _ in ScriptedEndpoint.http(200, "1") }) { tool in
            let silent = try Self.caller(port: tool.port) { ["127.0.0.1"] }
            _ = try await silent.answer(of: "t", "{}", for: owner)
            #expect(!tool.requests[0].head.contains("ana@"))
            let told = try Self.caller(
                port: tool.port,
                #","allow_private_addresses":true,"send_user_id":true"#
            ) { ["127.0.0.1"] }
            _ = try await told.answer(of: "t", "{}", for: owner)
            #expect(tool.requests[1].head.lowercased().contains("x-user-id: ana@example.com"))
            #expect(await Self.failure(told)?.reason.contains("user_id") == true)
            #expect(tool.requests.count == 2)
        }
    }

    @Test("tells nothing of its address where nobody is there")
    func unreachable() async throws {
        // A port that was free a moment ago.
        let port = try await ScriptedEndpoint.run({ _ in [] }) { $0.port }
        let caller = try Self.caller(port: port) { ["127.0.0.1"] }
        let reason = try #require(await Self.failure(caller)?.reason)
        #expect(reason == "the tool cannot be reached, or broke off before it had answered")
        let unknown = try Self.caller(port: port) { [] }
        #expect(await Self.failure(unknown)?.reason == "the tool's host is not known")
    }
}
