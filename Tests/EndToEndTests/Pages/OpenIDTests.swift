import EndpointDouble
import Foundation
import ProviderDouble
import Testing

/// People sign in with accounts elsewhere, see what those allow, and nobody does so for them.
@Suite("Signing in with an account elsewhere")
struct OpenIDTests {
    @Test("leads to the provider and back, and opens what the account allows")
    func whole() async throws {
        try await OpenIDUnderTest.run(hasDemo: true) { test in
            let page = try await test.get("/sign-in?next=%2Fexports%3Fstatus%3Dcompleted")
            #expect(page.text.contains(#"href="/sign-in/openid?next=%2Fexports%3Fstatus%3Dcompl"#))
            #expect(page.shown.contains("Sign in with Example & Sons"))
            #expect(page.text.contains(#"<form method="post" action="/sign-in""#))
            test.provider.change { $0.claims["sub"] = #""ana.martin@example.com""# }
            let answer = try await test.cameBack(next: "/exports?status=completed")
            #expect(answer.status == 303)
            #expect(answer.location == "/exports?status=completed")
            #expect(answer.header("cache-control") == "no-store")
            #expect(answer.header("referrer-policy") == "no-referrer")
            // The address is one of TLS, whoever speaks it: the cookies go nowhere without.
            let form = /__Host-redline_sign_in=rs_[A-Za-z0-9_-]{43}; Path=\/; Max-Age=43200; (.*)/
            let given = try #require(answer.cookies.first?.wholeMatch(of: form))
            #expect(given.1 == "HttpOnly; SameSite=Lax; Secure")
            let taken = "__Host-redline_begun_sign_in=; Path=/; Max-Age=0; "
            #expect(answer.cookies.last == taken + "HttpOnly; SameSite=Lax; Secure")

            let browser = try await test.browser()
            let exports = try await browser.get("/exports")
            #expect(exports.status == 200)
            #expect(exports.shown.contains("ana.martin@example.com"))
            #expect(try await browser.get("/reports").status == 403)
            #expect(try await browser.get("/api/v1/exports/history").status == 401)
            let rows = try await test.server.database.rows(
                """
                select action, actor = 'person:' || person_id, audit_entry.role
                from redline.audit_entry, redline.person where action = 'read_history'
                """
            )
            #expect(rows.first == ["read_history", "t", "owner"])
            let log = try test.server.command.said
            let id = try await test.server.database.rows(
                "select person_id::text from redline.person"
            )
            #expect(log.contains("person:\(id[0][0] ?? "?")"))
        }
    }

    @Test("counts once, in the browser that began it, and with the state of that")
    func once() async throws {
        try await OpenIDUnderTest.run { test in
            let one = try await test.begun()
            let other = try await test.begun()
            let name = try #require(one.cookie.split(separator: "=").first)
            for cookie in [nil, other.cookie, "\(name)=x", "\(name)=", "other=1"] {
                let refused = try await test.get(one.path, cookie: cookie)
                #expect(refused.status == 400)
                #expect(refused.shown.contains("was not begun in this browser"))
                #expect(refused.cookies.isEmpty)
            }
            #expect(test.provider.count("/token") == 0)
            #expect(try await test.get(one.path, cookie: one.cookie).status == 303)
            let again = try await test.get(one.path, cookie: one.cookie)
            #expect(again.status == 400 && again.cookies.isEmpty)
            // Nor does what failed count once more.
            let failing = try await test.begun()
            test.provider.change { $0.claims["nonce"] = #""other""# }
            #expect(try await test.get(failing.path, cookie: failing.cookie).status == 502)
            test.provider.change { $0.claims = [:] }
            #expect(try await test.get(failing.path, cookie: failing.cookie).status == 400)
            #expect(test.provider.count("/token") == 2)
            #expect(
                try await test.server.database.count("select count(*) from redline.sign_in") == 1
            )
        }
    }

    @Test(
        "leads nowhere but to this service",
        arguments: [
            "https://example.com/", "//evil.example", "/\\evil.example", "\\\\evil.example",
            "javascript:alert(1)", "", "/sign-out", "/a b",
        ]
    )
    func elsewhere(next: String) async throws {
        try await OpenIDUnderTest.run { test in
            let begun = try await test.begun(next: next)
            #expect(try await test.get(begun.path, cookie: begun.cookie).location == "/")
        }
    }

    @Test("the roles are those of the account, as of the last sign-in")
    func roles() async throws {
        try await OpenIDUnderTest.run { test in
            let pages = ["/exports", "/reports", "/corrections", "/compliance"]
            var first: Browser?
            for (groups, open) in [
                (#"["boss"]"#, [200, 200, 200, 200]), (#"["staff"]"#, [403, 200, 403, 403]),
                (#"["law"]"#, [200, 200, 200, 200]), ("[]", [200, 403, 403, 403]),
                (#"{"boss":1}"#, [200, 403, 403, 403]),
            ] {
                test.provider.change { $0.claims["groups"] = groups }
                let browser = try await test.browser()
                first = first ?? browser
                for (page, status) in zip(pages, open) {
                    #expect(try await browser.get(page).status == status, "\(groups) \(page)")
                }
            }
            // The one who was an admin is one no more, in the first browser, too.
            let browser = try #require(first)
            try await eventually { try await browser.get("/compliance").status == 403 }
        }
    }

    @Test("is refused in few and plain words, and the log has neither tokens nor secrets")
    func refused() async throws {
        let settings = [
            "REDLINE_OIDC_OWNER_CLAIM": "email", "REDLINE_OIDC_REQUIRED_CLAIMS": "hd=example.com",
        ]
        try await OpenIDUnderTest.run(settings: settings) { test in
            let fine = [
                "hd": #""example.com""#, "email": #""ada@example.com""#, "email_verified": "true",
            ]
            func answer(_ claims: [String: String]) async throws -> HTTPAnswer {
                test.provider.change { $0.claims = fine.merging(claims) { $1 } }
                let begun = try await test.begun()
                return try await test.get(begun.path, cookie: begun.cookie)
            }
            #expect(try await answer([:]).status == 303)
            for (claims, status, said) in [
                (["hd": #""evil.example""#], 403, "Your account may not sign in here."),
                (["email_verified": "false"], 403, "Your account does not say whose records"),
                (["aud": #""other""#], 502, "does not work at the moment"),
            ] {
                let answer = try await answer(claims)
                #expect(answer.status == status)
                #expect(answer.shown.contains(said), "\(answer.shown)")
                #expect(answer.cookies.isEmpty)
                #expect(!answer.text.contains("evil"))
            }
            test.provider.change { $0.declines = true }
            let begun = try await test.begun()
            let declined = try await test.get(begun.path, cookie: begun.cookie)
            #expect(declined.status == 401)
            #expect(declined.shown.contains("You were not signed in there."))
            let log = try test.server.command.said
            #expect(log.contains("the token: audience"))
            for secret in [Provider.secret, "eyJ", "code-", "at-not-to-be", "ada@", "state="] {
                #expect(!log.contains(secret), "\(secret)")
            }
        }
    }

    @Test("a provider that is away or hangs keeps nobody else from working")
    func away() async throws {
        try await OpenIDUnderTest.run { test in
            test.provider.change {
                $0.replies["/realm/.well-known/openid-configuration"] = { [.hang] }
            }
            async let waiting = test.get("/sign-in/openid")
            let started = ContinuousClock.now
            while test.provider.count("/realm/.well-known/openid-configuration") == 0 {
                try #require(started.duration(to: .now) < .seconds(60))
                try await Task.sleep(for: .milliseconds(10))
            }
            // While it waits, a key signs in and reads.
            let browser = try await Browser(test.server, key: test.server.admin)
            #expect(try await browser.get("/reports").status == 200)
            #expect(try await test.get("/sign-in").status == 200)
            let answer = try await waiting
            #expect(answer.status == 502)
            #expect(answer.shown.contains("or sign in with a key"))
        }
    }

    @Test("ends here when one signs out, and says where it goes on")
    func signOut() async throws {
        try await OpenIDUnderTest.run { test in
            let browser = try await test.browser()
            let answer = try await browser.post("/sign-out", [])
            #expect(answer.location == "/sign-in/openid/out")
            #expect(try await browser.get("/exports").status == 303)
            let page = try await test.get("/sign-in/openid/out")
            page.expectPage()
            #expect(page.shown.contains("You are signed out of redline."))
            let origin = "http://127.0.0.1:\(test.provider.port)"
            #expect(
                page.links(origin) == [
                    "\(origin)/logout?client_id=redline%20pages&amp;post_logout_redirect_uri="
                        + "https%3A%2F%2Fredline.example.com%2Fsign-in"
                ]
            )
            let key = try await Browser(test.server, key: test.server.admin)
            #expect(try await key.post("/sign-out", []).location == "/sign-in")
        }
    }

    @Test("ends when the operator says so, which is in the trail")
    func ended() async throws {
        try await OpenIDUnderTest.run { test in
            let database = test.server.database
            let one = try await test.browser()
            let other = try await test.browser()
            #expect(try await one.get("/exports").status == 200)
            let listed = try await database.redline(["people", "list"]).text
            let line = try #require(listed.split(separator: "\n").first { $0.contains("ada-1815") })
            #expect(line.contains(test.provider.issuer) && line.contains("owner"))
            let id = String(try #require(line.split(separator: " ").first))
            let ended = try await database.redline(["people", "signout", id])
            #expect(ended.status == 0)
            #expect(ended.stderr == "2 sign-ins of \(id) have ended.\n")
            for browser in [one, other] {
                try await eventually { try await browser.get("/exports").status == 303 }
            }
            #expect(try await database.redline(["people", "signout", "x"]).status == 1)
            let rows = try await database.rows(
                """
                select action, records::text from redline.audit_entry
                where action in ('list_people', 'sign_out_person') order by entry_id
                """
            )
            #expect(rows == [["list_people", "1"], ["sign_out_person", "2"]])
        }
    }

    @Test("is not possible any more for somebody whose records were erased")
    func erased() async throws {
        try await OpenIDUnderTest.run { test in
            let database = test.server.database
            let browser = try await test.browser()
            let erased = try await database.redline(["owner", "erase", "ada-1815", "--yes"])
            #expect(erased.status == 0, "\(erased.stderr)")
            try await eventually { try await browser.get("/exports").status == 303 }
            let begun = try await test.begun()
            let refused = try await test.get(begun.path, cookie: begun.cookie)
            #expect(refused.status == 403)
            #expect(refused.shown.contains("What was held on you here was erased"))
            #expect(try await database.count("select count(*) from redline.person") == 0)
        }
    }

    @Test("half a configuration does not start, and says what is missing")
    func halves() async throws {
        let database = try await TestDatabase.migrated()
        for (arguments, said) in [
            (["--oidc-issuer", "https://login.example.com"], "REDLINE_OIDC_CLIENT_ID is missing"),
            (["--oidc-client-id", "redline"], "REDLINE_OIDC_ISSUER is missing"),
            (["--oidc-issuer", "http://login.example.com"], "REDLINE_OIDC_ISSUER has to be"),
            (
                [
                    "--oidc-issuer", "https://login.example.com", "--oidc-client-id", "redline",
                    "--oidc-client-secret-file", "/nowhere",
                ], "REDLINE_OIDC_CLIENT_SECRET_FILE names a file that cannot be read"
            ),
        ] {
            let result = try await database.redline(
                ["serve", "--listen", "127.0.0.1:0"] + arguments
            )
            #expect(result.status == 64)
            #expect(result.stderr.contains(said), "\(result.stderr)")
        }
        try await database.drop()
    }

    private func eventually(_ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("it did not become so within a minute")
    }
}
