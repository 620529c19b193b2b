import Foundation
import Testing

/// Pages behind a proxy that says with each request whose it is.
@Suite("Pages on a trusted network", .serving(["--trust-user-header"]))
struct TrustedHeaderPageTests {
    private static func name(_ name: String) -> String { "\(name)-proxied@example.com" }

    /// What a browser has that the network names so and that has looked at a page once.
    private func browser(
        _ server: ServerUnderTest,
        _ owner: String
    ) async throws -> (cookie: String, formToken: String) {
        let page = try await server.get("/exports", nil, headers: ["X-User-Id": owner])
        #expect(page.status == 200)
        let given = try #require(page.header("set-cookie"))
        let form =
            /redline_sign_in=rs_[A-Za-z0-9_-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax/
        #expect(given.wholeMatch(of: form) != nil, "\(given)")
        let token = try #require(
            page.text.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/)
        )
        return (String(given.prefix { $0 != ";" }), String(token.1))
    }

    private func begin(
        _ server: ServerUnderTest,
        _ headers: [String: String],
        formToken: String
    ) async throws -> HTTPAnswer {
        let fields = [
            ("form_token", formToken), ("document_id", "D"), ("document_type", "note"),
            ("extracted_data", #"{"a":"one"}"#),
        ]
        return try await server.send(
            "POST",
            "/exports/begin",
            nil,
            headers: headers,
            Array(Browser.encoded(fields).utf8)
        )
    }

    private func exports(_ server: ServerUnderTest, _ owner: String) async throws -> Int {
        try await server.get("/api/v1/exports/history", nil, headers: ["X-User-Id": owner])
            .json["exports"].elements.count
    }

    @Test("are those of the owner that it names, without a sign-in, and go on by a cookie")
    func reading() async throws {
        let server = try ServerUnderTest.current
        let owner = Self.name("reader")
        let record = Sample.interaction("Asked behind the proxy", user: owner)
        let saved = try await server.post(
            "/api/v1/interactions",
            nil,
            headers: ["X-User-Id": owner],
            record
        )
        #expect(saved.status == 201)
        let (cookie, _) = try await browser(server, owner)
        let headers = ["X-User-Id": owner, "Cookie": cookie]
        let page = try await server.get("/interactions", nil, headers: headers)
        #expect(page.status == 200 && page.shown.contains("Asked behind the proxy"))
        #expect(page.header("set-cookie") == nil, "known by now")
        let other = ["X-User-Id": Self.name("other")]
        let theirs = try await server.get("/interactions", nil, headers: other)
        #expect(theirs.status == 200 && !theirs.shown.contains("Asked behind the proxy"))
        // No more than an owner, and nobody without the name.
        #expect(try await server.get("/reports", nil, headers: headers).status == 403)
        #expect(try await server.get("/", nil, headers: headers).location == "/exports")
        for headers in [[:], ["Cookie": cookie]] {
            let answer = try await server.get("/interactions", nil, headers: headers)
            #expect(answer.location == "/sign-in?next=%2Finteractions")
        }
        for name in ["", "a b", "a/b"] {
            let answer = try await server.get("/exports", nil, headers: ["X-User-Id": name])
            #expect(answer.status == 400)
        }
    }

    @Test("take forms of the cookie's own pages alone, whoever the network says sends them")
    func forms() async throws {
        let server = try ServerUnderTest.current
        let owner = Self.name("writer")
        let (cookie, token) = try await browser(server, owner)
        let (otherCookie, otherToken) = try await browser(server, Self.name("attacker"))
        for (headers, formToken) in [
            // As another site has the browser send it: named by the proxy, without the cookie.
            (["X-User-Id": owner], ""), (["X-User-Id": owner], token),
            (["X-User-Id": owner], otherToken),
            // With a cookie that somebody has planted, whose token they know.
            (["X-User-Id": owner, "Cookie": otherCookie], otherToken),
            (["X-User-Id": owner, "Cookie": cookie], ""),
            (["X-User-Id": owner, "Cookie": cookie], otherToken),
            (["X-User-Id": owner, "Cookie": cookie, "Sec-Fetch-Site": "cross-site"], token),
            (["X-User-Id": Self.name("attacker"), "Cookie": cookie], token),
        ] {
            let answer = try await begin(server, headers, formToken: formToken)
            #expect(answer.status == 403, "\(headers)")
            #expect(answer.shown.contains("This form is not from your pages"))
            #expect(answer.header("set-cookie") == nil)
        }
        #expect(try await exports(server, owner) == 0)
        #expect(try await exports(server, Self.name("attacker")) == 0)
        let headers = ["X-User-Id": owner, "Cookie": cookie]
        #expect(try await begin(server, headers, formToken: token).status == 303)
        #expect(try await exports(server, owner) == 1)
    }

    @Test("end for a browser that the network names otherwise, whatever it was signed in with")
    func change() async throws {
        let server = try ServerUnderTest.current
        let (ana, ben) = (Self.name("ana"), Self.name("ben"))
        let (cookie, token) = try await browser(server, ana)
        let page = try await server.get(
            "/exports",
            nil,
            headers: ["X-User-Id": ben, "Cookie": cookie]
        )
        #expect(page.status == 200 && page.text.contains(ben) && !page.text.contains(ana))
        #expect(page.header("set-cookie")?.hasPrefix("redline_sign_in=rs_") == true)
        // It does not come back with her name.
        let again = try await begin(
            server,
            ["X-User-Id": ana, "Cookie": cookie],
            formToken: token
        )
        #expect(again.status == 403)

        let signedIn = try await Browser.signIn(
            server,
            key: server.admin,
            headers: ["X-User-Id": ana]
        )
        let admin = try #require(signedIn.header("set-cookie")).prefix { $0 != ";" }
        func reports(_ headers: [String: String]) async throws -> Int {
            try await server.get(
                "/reports",
                nil,
                headers: headers.merging(["Cookie": String(admin)]) { $1 }
            ).status
        }
        #expect(try await reports(["X-User-Id": ana]) == 200)
        #expect(try await reports([:]) == 303)
        #expect(try await reports(["X-User-Id": ben]) == 403)
        #expect(try await reports(["X-User-Id": ana]) == 403, "it has ended")
        // A key of one with the name of another is refused, as over the API.
        let key = try await server.key("owner", owner: ana)
        let mixed = try await Browser.signIn(server, key: key, headers: ["X-User-Id": ben])
        #expect(mixed.status == 403 && mixed.header("set-cookie") == nil)
    }

    @Test("keep no trace of what other sites load from them, and none of somebody who was erased")
    func traces() async throws {
        let server = try ServerUnderTest.current
        let owner = Self.name("framed")
        func signIns() async throws -> String? {
            try await server.database.rows(
                "select count(*)::text from redline.sign_in where owner = '\(owner)'"
            ).first?.first ?? nil
        }
        for destination in ["image", "iframe", "empty"] {
            let answer = try await server.get(
                "/exports",
                nil,
                headers: ["X-User-Id": owner, "Sec-Fetch-Dest": destination]
            )
            #expect(answer.status == 303)
        }
        #expect(try await signIns() == "0")
        _ = try await browser(server, owner)
        #expect(try await signIns() == "1")
        let erased = try await server.database.redline(["owner", "erase", owner, "--yes"])
        #expect(erased.status == 0, "\(erased.text)")
        #expect(try await signIns() == "0")
        let answer = try await server.get("/exports", nil, headers: ["X-User-Id": owner])
        #expect(answer.status == 403 && answer.header("set-cookie") == nil)
        #expect(try await signIns() == "0")
    }
}

@Suite("Pages on a network that is not trusted", .serving())
struct UntrustedHeaderPageTests {
    @Test("ask for a sign-in whoever a header names, and go by the sign-in alone")
    func ignored() async throws {
        let server = try ServerUnderTest.current
        let named = ["X-User-Id": "forged@example.com"]
        let answer = try await server.get("/exports", nil, headers: named)
        #expect(answer.location == "/sign-in?next=%2Fexports")
        #expect(answer.header("set-cookie") == nil)
        // Nor does a sign-in count that was made by a name, while the network was trusted.
        let browser = try await Browser(server, key: try await server.key("analyst"))
        #expect(try await browser.get("/reports").status == 200)
        _ = try await server.database.rows(
            """
            update redline.sign_in set key_id = null, owner = 'forged@example.com'
            where key_id in (select key_id from redline.api_key where role = 'analyst')
            """
        )
        let deadline = ContinuousClock.now + .seconds(60)
        var status = 200
        while status != 303, ContinuousClock.now < deadline {
            status = try await browser.get("/exports").status
        }
        #expect(status == 303)
    }
}
