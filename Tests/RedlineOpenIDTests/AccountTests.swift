import ProviderDouble
import Redline
import Testing

@testable import RedlineOpenID

/// What an account opens, as the settings read its claims.
@Suite("An account")
struct AccountTests {
    private func outcome(
        _ settings: [String: String],
        _ claims: [String: String]
    ) async throws -> Result<AccountHolder, SignInFault> {
        let box = Box()
        try await Round.run(settings: settings) { round in
            round.provider.change { $0.claims = claims }
            do {
                box.result = .success(try await round.account().holder)
            } catch let fault as SignInFault {
                box.result = .failure(fault)
            }
        }
        return try #require(box.result)
    }

    private final class Box: @unchecked Sendable {
        // Set once, before it is read.
        var result: Result<AccountHolder, SignInFault>?
    }

    @Test("is an owner by its subject, or by the claim that is configured")
    func owner() async throws {
        let email = ["REDLINE_OIDC_OWNER_CLAIM": "email"]
        let ada = #""ada@example.com""#
        let cases: [([String: String], [String: String], String?)] = [
            ([:], [:], "ada-1815"), ([:], ["email": ada, "email_verified": "true"], "ada-1815"),
            (email, ["email": ada, "email_verified": "true"], "ada@example.com"),
            (email, ["email": ada, "email_verified": #""true""#], "ada@example.com"),
            (email, ["email": ada, "email_verified": "false"], nil),
            (email, ["email": ada, "email_verified": "1"], nil), (email, ["email": ada], nil),
            (email, ["email_verified": "true"], nil),
            (email, ["email": #""a b""#, "email_verified": "true"], nil),
            (email, ["email": "[\(ada)]", "email_verified": "true"], nil),
            (["REDLINE_OIDC_OWNER_CLAIM": "name"], ["name": #""ada""#], "ada"),
            (["REDLINE_OIDC_OWNER_CLAIM": "/a/b"], ["a": #"{"b":"ada"}"#], "ada"),
            (["REDLINE_OIDC_OWNER_CLAIM": "name"], ["name": "7"], nil),
            ([:], ["sub": #""auth0|5f/3""#], nil),
        ]
        for (settings, claims, owner) in cases {
            let found = try await outcome(settings, claims)
            switch owner {
            case let owner?:
                let holder = try found.get()
                #expect(holder.owner == Owner(owner), "\(claims)")
                #expect(holder.role == .owner)
            case nil: #expect(found == .failure(.noOwner), "\(settings) \(claims)")
            }
        }
    }

    @Test("may what the first of its groups that is configured may, else see its own alone")
    func roles() async throws {
        let groups = [
            "REDLINE_OIDC_ROLE_CLAIM": "groups",
            "REDLINE_OIDC_ROLES": "cn=boss, dc=x=admin".replacing(", ", with: ";")
                + ", /analysts=analyst,miners=miner,staff=owner",
        ]
        let nested = [
            "REDLINE_OIDC_ROLE_CLAIM": "/realm_access/roles",
            "REDLINE_OIDC_ROLES": "analysts=analyst",
        ]
        let cases: [([String: String], [String: String], KeyRole)] = [
            ([:], ["groups": #"["admin"]"#], .owner), (groups, [:], .owner),
            (groups, ["groups": #"["/analysts"]"#], .analyst),
            (groups, ["groups": #""miners""#], .miner),
            (groups, ["groups": #"["miners","x","/analysts"]"#], .analyst),
            (groups, ["groups": #"["staff","miners"]"#], .miner),
            (groups, ["groups": #"["cn=boss;dc=x"]"#], .admin),
            (groups, ["groups": #"["analysts","/Analysts","/analysts "]"#], .owner),
            (groups, ["groups": "[]"], .owner), (groups, ["groups": "true"], .owner),
            (groups, ["groups": #"{"/analysts":true}"#], .owner),
            (groups, ["groups": #"[["/analysts"],{"a":"/analysts"},null,7]"#], .owner),
            (groups, ["groups": #""/analysts,miners""#], .owner),
            (nested, ["realm_access": #"{"roles":["analysts"]}"#], .analyst),
            (nested, ["realm_access": #""analysts""#], .owner),
            (nested, ["/realm_access/roles": #""analysts""#], .owner),
        ]
        for (settings, claims, role) in cases {
            #expect(try await outcome(settings, claims).get().role == role, "\(claims)")
        }
    }

    @Test("is let in where it says what each account has to say")
    func required() async throws {
        let settings = ["REDLINE_OIDC_REQUIRED_CLAIMS": "hd=example.com, groups=staff,ok=true"]
        let fine = ["hd": #""example.com""#, "groups": #"["a","staff"]"#, "ok": "true"]
        #expect(try await outcome(settings, fine).get().role == .owner)
        for (name, value) in [
            ("hd", ""), ("hd", #""evil.example""#), ("hd", #""example.com.evil""#), ("hd", "null"),
            ("groups", #"["a"]"#), ("groups", #"{"staff":1}"#), ("ok", "false"), ("ok", "1"),
        ] {
            let found = try await outcome(settings, fine.merging([name: value]) { $1 })
            #expect(found == .failure(.notAdmitted), "\(name) \(value)")
        }
    }
}
