import Foundation
import ProviderDouble
import Redline
import Testing

@testable import RedlineOpenID

@Suite("Signing in with an account elsewhere")
struct RoundTests {
    @Test(
        "works with each kind of signature, and leads back to where one was going",
        arguments: [#""RS256""#, #""PS256""#, #""ES256""#]
    )
    func whole(algorithm: String) async throws {
        try await Round.run(algorithm == #""ES256""# ? .p256 : .rsa(2_048)) { round in
            round.provider.change { behaviour in
                behaviour.header["alg"] = algorithm
                let key = behaviour.key
                behaviour.sign = { key.signature(of: $0, isPSS: algorithm == #""PS256""#) }
            }
            let ended = try await round.account(next: "/exports?status=completed")
            #expect(ended.next == "/exports?status=completed")
            let expected = AccountHolder(
                issuer: round.provider.issuer,
                subject: "ada-1815",
                role: .owner,
                owner: Owner("ada-1815")
            )
            #expect(ended.holder == expected)
            // What is known of a provider is fetched once.
            _ = try await round.account()
            #expect(round.provider.count("/realm/.well-known/openid-configuration") == 1)
            #expect(round.provider.count("/keys") == 1)
            #expect(round.provider.forms.count == 2)
        }
    }

    @Test("sends the provider the secret as it says that it takes it")
    func secret() async throws {
        for (way, isFine) in [
            (#"["client_secret_post"]"#, true), (#"["private_key_jwt"]"#, false),
        ] {
            try await Round.run { round in
                round.provider.change {
                    $0.discovery["token_endpoint_auth_methods_supported"] = way
                }
                let fault = try await round.fault()
                #expect((fault == nil) == isFine, "\(way) \(String(describing: fault))")
            }
        }
    }

    @Test("counts in the browser that began it, for ten minutes, with its own state")
    func begun() async throws {
        try await Round.run { round in
            let one = try await round.signIn.begin(next: "/reports")
            let other = try await round.signIn.begin(next: "/exports")
            let query = try await round.visit(one.address)
            func refused(_ query: [(name: String, value: String)], _ cookie: String?) async throws {
                await #expect(throws: SignInFault.notBegun) {
                    try await round.signIn.finish(ProviderAnswer(query), cookie: cookie) { _ in
                        Issue.record("a state is taken that is nobody's")
                        return true
                    }
                }
            }
            try await refused(query, nil)
            try await refused(query, "")
            try await refused(query, other.cookie)
            try await refused(query.filter { $0.name != "state" }, one.cookie)
            try await refused(query + [("state", "x")], one.cookie)
            try await refused(query + [("code", "x")], one.cookie)
            let parts = one.cookie.split(separator: ".").map(String.init)
            // Neither a later end nor another place can be written into it.
            let late = Int(Date().timeIntervalSince1970) + 9_999
            try await refused(
                query,
                [parts[0], "\(late)", parts[2], parts[3]].joined(separator: ".")
            )
            let evil = Token.base64(Array("//evil.example".utf8))
            try await refused(query, [parts[0], parts[1], evil, parts[3]].joined(separator: "."))
            // A second answer with the same state finds it taken.
            await #expect(throws: SignInFault.notBegun) {
                try await round.signIn.finish(ProviderAnswer(query), cookie: one.cookie) { _ in
                    false
                }
            }
            #expect(round.provider.count("/token") == 0)
            round.clock.advance(601)
            try await refused(query, one.cookie)
            round.clock.advance(-601)
            let ended = try await round.signIn.finish(ProviderAnswer(query), cookie: one.cookie) {
                _ in true
            }
            #expect(ended.next == "/reports")
        }
    }

    @Test("has the cookie and the address without the secrets that it takes")
    func secrets() async throws {
        try await Round.run { round in
            let begun = try await round.signIn.begin(next: "/")
            _ = try await round.signIn.finish(
                ProviderAnswer(try await round.visit(begun.address)),
                cookie: begun.cookie
            ) { _ in true }
            let verifier = try #require(round.provider.forms.first?["code_verifier"])
            #expect(verifier.count == 43)
            let address = try #require(URLComponents(string: begun.address))
            let query = Provider.fields(address.percentEncodedQuery ?? "")
            for secret in [verifier, query["state"] ?? "", query["nonce"] ?? ""] {
                #expect(secret.count == 43)
                #expect(!begun.cookie.contains(secret))
            }
            #expect(!begun.address.contains(verifier))
            #expect(query["redirect_uri"] == "http://127.0.0.1:8080/sign-in/openid/callback")
            let again = try await round.signIn.begin(next: "/")
            #expect(again.cookie != begun.cookie && again.address != begun.address)
            let long = try await round.signIn.begin(
                next: "/" + String(repeating: "a", count: 2_000)
            )
            #expect(long.cookie.utf8.count < 200)
        }
    }

    @Test("ends with what the provider says where it lets nobody in")
    func declined() async throws {
        try await Round.run { round in
            round.provider.change { $0.declines = true }
            try await round.expect(.declined)
            #expect(round.provider.count("/token") == 0)
        }
    }

    @Test("refuses an answer that another provider may have sent")
    func mixedUp() async throws {
        try await Round.run { round in
            let issuer = round.provider.issuer
            round.provider.change { $0.callback = "&iss=https%3A%2F%2Fevil.example" }
            try await round.expect(.provider("the token: issuer"))
            round.provider.change { $0.callback = "&iss=\(issuer)" }
            try await round.expect(nil)
        }
        try await Round.run { round in
            round.provider.change {
                $0.discovery["authorization_response_iss_parameter_supported"] = "true"
            }
            try await round.expect(.provider("the token: issuer"))
            #expect(round.provider.count("/token") == 0)
        }
    }

    @Test("leads to the provider's page to sign out, where it has one")
    func signOut() async throws {
        try await Round.run { round in
            let address = try #require(await round.signIn.signOutAddress())
            let parts = try #require(URLComponents(string: address))
            #expect(parts.path == "/logout")
            let query = Provider.fields(parts.percentEncodedQuery ?? "")
            #expect(
                query == [
                    "client_id": Provider.clientID,
                    "post_logout_redirect_uri": "http://127.0.0.1:8080/sign-in",
                ]
            )
        }
        for told in ["", #""javascript:alert(1)""#, #""http://other.example/logout""#, "3"] {
            try await Round.run { round in
                round.provider.change { $0.discovery["end_session_endpoint"] = told }
                #expect(await round.signIn.signOutAddress() == nil, "\(told)")
                try await round.expect(nil)
            }
        }
    }
}
