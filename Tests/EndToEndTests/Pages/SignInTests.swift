import Foundation
import Testing

/// Who is signed in sees what their key opens, for as long as it does, and nobody else does so for
/// them.
@Suite("Signing in", .serving())
struct SignInTests {
    @Test("gives a cookie that scripts and other sites do not get, and keeps only its hash")
    func cookie() async throws {
        let server = try ServerUnderTest.current
        let answer = try await Browser.signIn(server, key: server.admin, next: "/reports?x=1")
        #expect(answer.status == 303)
        #expect(answer.location == "/reports?x=1")
        let cookie = try #require(answer.header("set-cookie"))
        let form =
            /redline_sign_in=(rs_[A-Za-z0-9_-]{43}); Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax/
        let token = try #require(cookie.wholeMatch(of: form)).1
        let stored = try await server.database.rows("select s::text from redline.sign_in s")
        #expect(!stored.isEmpty)
        #expect(!stored.joined().contains { $0?.contains(token.dropFirst(3)) == true })
    }

    @Test(
        "leads nowhere but to this service",
        arguments: [
            "https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "",
            "/sign-out", "/a b", "/\u{E9}",
        ]
    )
    func elsewhere(next: String) async throws {
        let server = try ServerUnderTest.current
        let answer = try await Browser.signIn(server, key: server.admin, next: next)
        #expect(answer.location == "/")
    }

    @Test("is asked for where nobody is signed in, and comes back to where one was going")
    func asked() async throws {
        let server = try ServerUnderTest.current
        for (path, place) in [
            ("/", "/sign-in"), ("/reports", "/sign-in?next=%2Freports"),
            ("/exports?status=completed", "/sign-in?next=%2Fexports%3Fstatus%3Dcompleted"),
        ] {
            let answer = try await server.get(path, nil)
            #expect(answer.status == 303)
            #expect(answer.location == place)
            // A key that programs send is no sign-in, and a cookie opens nothing of theirs.
            #expect(try await server.get(path, server.admin).location == place)
        }
        let browser = try await Browser(server, key: server.admin)
        #expect(try await browser.get("/reports").status == 200)
        // Nor does its token open as a key what it opens as a cookie, and it begins no other sign-in.
        let token = try #require(browser.cookie.split(separator: "=").last.map(String.init))
        try await server.get("/api/v1/reports", token).expectProblem(401, "unauthorized")
        #expect(try await Browser.signIn(server, key: token).status == 401)
        let answer = try await browser.get("/api/v1/reports")
        answer.expectProblem(401, "unauthorized")
    }

    @Test("is refused with a key that opens nothing, or has nothing to look at")
    func refused() async throws {
        let server = try ServerUnderTest.current
        for key in ["", "rl_unknown", "Bearer \(server.admin)"] {
            let answer = try await Browser.signIn(server, key: key)
            #expect(answer.status == 401)
            #expect(answer.header("set-cookie") == nil)
            #expect(answer.shown.contains("This key is unknown, has run out or was revoked."))
        }
        let recorder = try await Browser.signIn(server, key: try await server.key("recorder"))
        #expect(recorder.status == 403)
        #expect(recorder.header("set-cookie") == nil)
        let foreign = try await Browser.signIn(
            server,
            key: server.admin,
            headers: ["Sec-Fetch-Site": "cross-site"]
        )
        #expect(foreign.status == 403)
    }

    @Test("ends when one signs out, and only for that browser")
    func signOut() async throws {
        let server = try ServerUnderTest.current
        let one = try await Browser(server, key: server.admin)
        let other = try await Browser(server, key: server.admin)
        let answer = try await one.post("/sign-out", [])
        #expect(answer.location == "/sign-in")
        #expect(answer.header("set-cookie")?.contains("Max-Age=0") == true)
        #expect(try await one.get("/reports").status == 303)
        #expect(try await other.get("/reports").status == 200)
    }

    @Test("ends with the key, and when its time is over")
    func ends() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.newKey("analyst", name: "to be revoked with its sign-ins")
        let browser = try await Browser(server, key: key)
        #expect(try await browser.get("/reports").status == 200)
        let listed = try await server.database.redline(["keys", "list"]).text
        let line = try #require(
            listed.split(separator: "\n").first { $0.contains("to be revoked with its sign-ins") }
        )
        let id = try #require(line.split(separator: " ").first)
        #expect(try await server.database.redline(["keys", "revoke", String(id)]).status == 0)
        try await eventually { try await browser.get("/reports").status == 303 }

        let late = try await Browser(server, key: try await server.key("miner"))
        #expect(try await late.get("/reports").status == 200)
        _ = try await server.database.rows(
            """
            update redline.sign_in
            set created_at = now() - interval '13 hours', expires_at = now() - interval '1 hour'
            """
        )
        try await eventually { try await late.get("/reports").status == 303 }
    }

    @Test("forms count where they come from the pages of this very sign-in")
    func forms() async throws {
        let server = try ServerUnderTest.current
        let browser = try await Browser(server, key: server.admin)
        let other = try await Browser(server, key: server.admin)
        let foreign = try await other.formToken()
        for (token, headers) in [
            ("", [:]), (foreign, [:]), (String(repeating: "0", count: 32), [:]),
            (try await browser.formToken(), ["Sec-Fetch-Site": "cross-site"]),
            (try await browser.formToken(), ["Sec-Fetch-Site": "same-site"]),
        ] as [(String, [String: String])] {
            let answer = try await browser.post("/sign-out", [], token: token, headers: headers)
            #expect(answer.status == 403, "\(token) \(headers)")
            #expect(answer.shown.contains("This form is not from your pages"))
        }
        #expect(try await browser.get("/reports").status == 200)
    }

    @Test("wrong keys of one address are slowed, and the page says so")
    func slowed() async throws {
        // A server of its own: the limit is the address's, which the other tests share.
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        // Nor does a key open anything that the service has just seen elsewhere.
        #expect(try await server.get("/api/v1/reports", server.admin).status == 200)
        for _ in 1...100 { _ = try await Browser.signIn(server, key: "rl_wrong") }
        let answer = try await Browser.signIn(server, key: server.admin)
        #expect(answer.status == 429)
        #expect(answer.shown.contains("Too many wrong keys came from your address."))
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
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
