import Foundation
import Testing

/// Somebody with a browser, as far as the service sees them: a cookie, pages and forms.
struct Browser {
    let server: ServerUnderTest
    let cookie: String

    /// Signs in with a key.
    init(_ server: ServerUnderTest, key: String) async throws {
        self.server = server
        let answer = try await Self.signIn(server, key: key)
        try #require(answer.status == 303, "\(answer.text)")
        cookie = try #require(
            answer.header("set-cookie")?.split(separator: ";").first.map(String.init)
        )
    }

    /// Somebody who is signed in by that cookie.
    init(_ server: ServerUnderTest, cookie: String) {
        self.server = server
        self.cookie = cookie
    }

    /// Sends the form of the sign-in.
    static func signIn(
        _ server: ServerUnderTest,
        key: String,
        next: String = "/",
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await server.send(
            "POST",
            "/sign-in",
            nil,
            headers: headers,
            Array(Self.encoded([("key", key), ("next", next)]).utf8)
        )
    }

    func get(_ path: String) async throws -> HTTPAnswer {
        try await server.get(path, nil, headers: ["Cookie": cookie])
    }

    /// Sends a form with the token that the pages have.
    func post(
        _ path: String,
        _ fields: [(String, String)],
        token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let token = try await token == nil ? formToken() : token ?? ""
        var headers = headers
        headers["Cookie"] = cookie
        return try await server.send(
            "POST",
            path,
            nil,
            headers: headers,
            Array(Self.encoded([("form_token", token)] + fields).utf8)
        )
    }

    /// What each form of this sign-in carries.
    func formToken() async throws -> String {
        for path in ["/exports", "/reports"] {
            let page = try await get(path).text
            if let match = page.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/) {
                return String(match.1)
            }
        }
        throw SetupFailure("no page has a form")
    }

    static func encoded(_ fields: [(String, String)]) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        func encode(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        }
        return fields.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }
}

extension HTTPAnswer {
    /// Where a browser is sent.
    var location: String? { header("location") }

    /// What a page shows, without its markup.
    var shown: String {
        text.replacing(/<[^>]*>/, with: " ").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
