import Foundation
import ProviderDouble
import Redline
import RedlineDigest
import Testing

@testable import RedlineOpenID

/// Tokens that a provider never gave, or gave for something else.
@Suite("A false token is refused")
struct FalseTokenTests {
    @Test("where what it says is not of this sign-in, this service, this provider or this time")
    func claims() async throws {
        try await Round.run { round in
            let now = Int(Date().timeIntervalSince1970)
            let client = "\"\(Provider.clientID)\""
            let wrong: [([String: String], TokenFault?)] = [
                (["iss": #""https://evil.example""#], .issuer),
                (["iss": "\"\(round.provider.issuer)/\""], .issuer), (["iss": ""], .issuer),
                (["aud": #""another""#], .audience), (["aud": ""], .audience),
                (["aud": #"["another"]"#], .audience), (["aud": "3"], .audience),
                (["aud": "[\(client),\"another\"]"], .audience),
                (["aud": "[\(client),\"another\"]", "azp": client], nil),
                (["aud": "[\(client)]"], nil), (["azp": #""another""#], .audience),
                (["azp": "3"], .audience), (["azp": client], nil),
                (["exp": "\(now - 120)", "iat": "\(now - 300)"], .time),
                (["exp": "\(now - 120)"], .time), (["exp": ""], .time),
                (["exp": "\"\(now + 300)\""], .time),
                (["exp": "\(now - 30)", "iat": "\(now - 60)"], nil),
                (["iat": "\(now + 120)"], .time), (["iat": ""], .time),
                (["iat": "\(now + 30)"], nil), (["iat": "\(now).5"], nil),
                (["nbf": "\(now + 120)"], .time), (["nbf": #""now""#], .time),
                (["nbf": "\(now + 30)"], nil),
                (["nonce": #""AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""#], .nonce),
                (["nonce": ""], .nonce), (["nonce": "null"], .nonce),
                (["sub": ""], .subject), (["sub": #""""#], .subject), (["sub": "7"], .subject),
                (["sub": "\"\(String(repeating: "a", count: 256))\""], .subject),
            ]
            for (claims, fault) in wrong {
                round.provider.change { $0.claims = claims }
                let found = try await round.fault()
                #expect(found == fault.map { .provider("the token: \($0)") }, "\(claims)")
            }
        }
    }

    @Test("where it is signed by nobody, or with what everybody knows")
    func algorithms() async throws {
        try await Round.run(.rsa(2_048)) { round in
            let key = round.provider.key
            let pem =
                "-----BEGIN PUBLIC KEY-----\n"
                + Data(key.published).base64EncodedString() + "\n-----END PUBLIC KEY-----\n"
            let wrong: [(String, (@Sendable ([UInt8]) -> [UInt8]), TokenFault)] = [
                (#""none""#, { _ in [] }, .algorithm), (#""None""#, { _ in [] }, .algorithm),
                ("", { key.signature(of: $0) }, .algorithm),
                (#""HS256""#, Token.shared(Array(pem.utf8)), .algorithm),
                (#""HS256""#, Token.shared(key.published), .algorithm),
                (#""HS256""#, Token.shared(Array(Provider.secret.utf8)), .algorithm),
                // The right key, said to have signed otherwise.
                (#""PS256""#, { key.signature(of: $0) }, .signature),
                (#""RS256""#, { key.signature(of: $0, isPSS: true) }, .signature),
                (#""RS256""#, { _ in [] }, .signature),
                (#""RS256""#, { _ in [UInt8](repeating: 0, count: 256) }, .signature),
                (#""RS256""#, { key.signature(of: $0 + [0]) }, .signature),
                (#""RS512""#, { key.signature(of: $0) }, .algorithm),
                (#""ES256""#, { key.signature(of: $0) }, .unknownKey),
            ]
            for (algorithm, sign, fault) in wrong {
                round.provider.change {
                    $0.header["alg"] = algorithm
                    $0.sign = sign
                }
                let found = try await round.fault()
                #expect(found == .provider("the token: \(fault)"), "\(algorithm)")
            }
            round.provider.change {
                $0.header["alg"] = #""RS256""#
                $0.header["crit"] = #"["b64"]"#
                $0.sign = nil
            }
            try await round.expect(.provider("the token: malformed"))
        }
        try await Round.run(.p256) { round in
            for signature in [
                [], [UInt8](repeating: 0, count: 64), [UInt8](repeating: 1, count: 63),
            ] {
                round.provider.change { $0.sign = { _ in signature } }
                try await round.expect(.provider("the token: signature"))
            }
        }
    }

    @Test("where another key signed it, a key for something else, or a weak one")
    func keys() async throws {
        try await Round.run(.rsa(2_048)) { round in
            let other = SigningKey(.rsa(2_048), id: "first")
            round.provider.change { $0.sign = { other.signature(of: $0) } }
            try await round.expect(.provider("the token: signature"))
            // A token that brings its own key is not believed for it.
            round.provider.change { $0.header["jwk"] = other.jwk() }
            try await round.expect(.provider("the token: signature"))
        }
        let weak = SigningKey(.rsa(1_024), id: "first")
        let wide = SigningKey(.p384, id: "first")
        let fine = SigningKey(.p256, id: "first")
        let published: [(SigningKey, String, SignInFault?)] = [
            (fine, fine.jwk(), nil), (weak, weak.jwk(), .provider("the token: unknownKey")),
            (wide, wide.jwk(), .provider("the token: unknownKey")),
            (fine, fine.jwk(["use": #""enc""#]), .provider("the token: unknownKey")),
            (fine, fine.jwk(["alg": #""RS256""#]), .provider("the token: unknownKey")),
            (fine, fine.jwk(["alg": #""ES256""#]), nil),
            (fine, fine.jwk(["key_ops": #"["sign"]"#]), .provider("the token: unknownKey")),
            (fine, fine.jwk(["x": #""AAAA""#]), .provider("the token: unknownKey")),
            (fine, fine.jwk(["y": fine.coordinate]), .provider("the token: unknownKey")),
            (
                fine, fine.jwk(["kty": #""oct""#, "k": #""AAAA""#]),
                .provider("the token: unknownKey")
            ),
            (fine, "3", .provider("the token: unknownKey")),
        ]
        for (key, jwk, fault) in published {
            try await Round.run { round in
                round.provider.change {
                    $0.key = key
                    $0.published = [jwk]
                }
                try await round.expect(fault, "\(jwk)")
            }
        }
    }

    @Test("where it names no key and several could be meant")
    func unnamed() async throws {
        try await Round.run { round in
            let first = round.provider.key
            let second = SigningKey(.p256, id: "second")
            round.provider.change { $0.header["kid"] = "" }
            try await round.expect(nil)
            round.provider.change { $0.published = [first.jwk(), second.jwk()] }
            // The provider is asked again only where a key is unknown.
            try await round.expect(nil)
        }
        try await Round.run { round in
            let jwks = [round.provider.key.jwk(), SigningKey(.p256, id: "second").jwk()]
            round.provider.change {
                $0.header["kid"] = ""
                $0.published = jwks
            }
            try await round.expect(.provider("the token: unknownKey"))
        }
    }

    @Test("but a new key of the provider counts at once, and one that nobody knows asks once")
    func rotated() async throws {
        try await Round.run { round in
            try await round.expect(nil)
            let next = SigningKey(.p256, id: "next")
            round.provider.change {
                $0.key = next
                $0.published.append(next.jwk())
            }
            try await round.expect(nil)
            #expect(round.provider.count("/keys") == 2)
            let unknown = SigningKey(.p256, id: "unknown")
            round.provider.change { $0.key = unknown }
            for _ in 0..<5 {
                try await round.expect(.provider("the token: unknownKey"))
            }
            #expect(round.provider.count("/keys") == 2)
        }
    }

    @Test("where it is no token at all, whatever its bytes")
    func malformed() async throws {
        let key = try #require(KeySet(try JSONDocument(parsing: #"{"keys":[]}"#).root))
        let fine = Token.signed(
            header: ["alg": #""ES256""#],
            claims: ["sub": #""a""#],
            by: { _ in [1] }
        )
        #expect(try SignedToken(fine).isSigned(by: key) == nil)
        let parts = fine.split(separator: ".").map(String.init)
        let wrong = [
            "", ".", "..", "...", "a.b.c", fine + ".", "." + fine, fine + "=", " " + fine,
            "\(parts[0]).\(parts[1])", "\(parts[0])..\(parts[2])", "e30.\(parts[1]).\(parts[2])",
            "bnVsbA.\(parts[1]).\(parts[2])", "\(parts[0]).bnVsbA.\(parts[2])",
            "\(parts[0]).W10.\(parts[2])", "\(parts[0]).\(parts[1]).A",
            "\(parts[0]).\(parts[1]).AB", "\(parts[0])\n.\(parts[1]).\(parts[2])",
            // Whole, but for its length.
            Token.signed(
                header: ["alg": #""ES256""#],
                claims: ["sub": "\"\(String(repeating: "a", count: SignedToken.byteLimit))\""],
                by: { _ in [1] }
            ),
        ]
        for text in wrong {
            #expect(throws: TokenFault.self, "\(text.prefix(80))") { try SignedToken(text) }
        }
    }
}
