import EndpointDouble
import Foundation
import ProviderDouble
import Redline
import Testing

@testable import RedlineOpenID

/// A provider that fails, lies about itself, or answers without an end.
@Suite("A provider in trouble")
struct TroubleTests {
    private static let discovery = "/realm/.well-known/openid-configuration"

    @Test("is not believed where it calls itself something else, or leads away from TLS")
    func metadata() async throws {
        let wrong: [([String: String], String)] = [
            (["issuer": #""https://evil.example""#], "the provider: otherIssuer"),
            (["issuer": ""], "the provider: otherIssuer"),
            (["token_endpoint": ""], #"the provider: malformed("token_endpoint")"#),
            (["token_endpoint": "3"], #"the provider: malformed("token_endpoint")"#),
            (
                ["token_endpoint": #""http://other.example/token""#],
                #"the provider: malformed("token_endpoint")"#
            ),
            (
                ["authorization_endpoint": #""javascript:alert(1)""#],
                #"the provider: malformed("authorization_endpoint")"#
            ),
            (
                ["jwks_uri": #""https://user:word@other.example/""#],
                #"the provider: malformed("jwks_uri")"#
            ),
            (["jwks_uri": #""file:///etc/passwd""#], #"the provider: malformed("jwks_uri")"#),
        ]
        for (discovery, said) in wrong {
            try await Round.run { round in
                round.provider.change { $0.discovery = discovery }
                try await round.expect(.provider(said), "\(discovery)")
                // What went wrong is not remembered.
                round.provider.change { $0.discovery = [:] }
                try await round.expect(nil)
            }
        }
    }

    @Test("is not read to its end where it says too much, and not followed elsewhere")
    func answers() async throws {
        let huge = "{\"a\":\"\(String(repeating: "a", count: ProviderClient.byteLimit))\"}"
        let replies: [(@Sendable () -> [ScriptedEndpoint.Step], String)] = [
            ({ ScriptedEndpoint.http(200, huge) }, "tooLarge"),
            ({ ScriptedEndpoint.http(200, "[]") }, #"malformed("no JSON object")"#),
            ({ ScriptedEndpoint.http(200, "<html>") }, #"malformed("no JSON object")"#),
            ({ ScriptedEndpoint.http(500, "{}") }, "status(500, nil)"),
            (
                { ScriptedEndpoint.http(400, #"{"error":"invalid_grant"}"#) },
                #"status(400, Optional("invalid_grant"))"#
            ),
            ({ ScriptedEndpoint.http(400, #"{"error":"<secret>"}"#) }, "status(400, nil)"),
            (
                { ScriptedEndpoint.http(302, "", headers: ["Location: http://127.0.0.1:1/"]) },
                "status(302, nil)"
            ),
            ({ [] }, "unreachable"), ({ [.send(Array("SSH-2.0\r\n".utf8))] }, "unreachable"),
        ]
        for path in [Self.discovery, "/keys", "/token"] {
            for (reply, said) in replies {
                try await Round.run { round in
                    round.provider.change { $0.replies[path] = reply }
                    try await round.expect(.provider("the provider: \(said)"), "\(path)")
                }
            }
        }
        try await Round.run { round in
            round.provider.change {
                $0.replies["/token"] = { ScriptedEndpoint.http(200, #"{"access_token":"x"}"#) }
            }
            try await round.expect(.provider(#"the provider: malformed("id_token")"#))
        }
    }

    @Test("is waited for so long and no longer, at its head and within its answer, by all together")
    func hangs() async throws {
        let begin = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".utf8)
        for steps in [[ScriptedEndpoint.Step.hang], [.send(begin), .hang]] {
            try await Round.run { round in
                round.provider.change { $0.replies[Self.discovery] = { steps } }
                let started = ContinuousClock.now
                try await withThrowingTaskGroup(of: SignInFault?.self) { group in
                    for _ in 0..<20 { group.addTask { try await round.fault() } }
                    for try await fault in group {
                        #expect(fault == .provider("the provider: timedOut"))
                    }
                }
                #expect(round.provider.count(Self.discovery) == 1)
                let waited = started.duration(to: .now)
                #expect(waited >= .seconds(ProviderClient.seconds))
                #expect(waited < .seconds(ProviderClient.seconds + 50))
            }
        }
    }
}
