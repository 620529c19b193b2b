import Foundation
import Testing

/// Somebody with a browser, signed in by a key.
struct PageVisitor {
    private let server: ServerUnderTest
    private let cookie: String

    /// Signs in.
    init(_ server: ServerUnderTest, _ key: String) async throws {
        self.server = server
        let answer = try await Self.send(server, "POST", "/sign-in", nil, [("key", key)])
        try #require(answer.status == 303, "\(answer.text)")
        let set = try #require(answer.header("Set-Cookie"))
        cookie = String(set.prefix { $0 != ";" })
    }

    private static func send(
        _ server: ServerUnderTest,
        _ method: String,
        _ path: String,
        _ cookie: String?,
        _ form: [(String, String)]? = nil
    ) async throws -> HTTPAnswer {
        var headers = ["Content-Type": "application/x-www-form-urlencoded"]
        headers["Cookie"] = cookie
        let answer = try await server.client.send(
            HTTPRequest(method: method, path: path, headers: headers, body: form.map(body))
        )
        #expect(answer.status < 500, "\(method) \(path): \(answer.text)")
        guard answer.status >= 400 else { return answer }
        // The name of the script looks like that of a table.
        let shown = HTTPAnswer(
            status: answer.status,
            headers: answer.headers,
            body: Array(answer.text.replacing("redline.js", with: "").utf8)
        )
        #expect(try Innards.found(in: shown) == nil, "\(method) \(path): \(answer.text)")
        return answer
    }

    /// A page; its parameters are escaped here.
    func get(_ path: String, _ parameters: [(String, String)] = []) async throws -> HTTPAnswer {
        let query = String(decoding: Self.body(parameters), as: UTF8.self)
        return try await Self.send(server, "GET", path + (query.isEmpty ? "" : "?" + query), cookie)
    }

    /// A page as it is linked on another.
    func follow(_ link: String) async throws -> HTTPAnswer {
        try await get(link.replacing("&amp;", with: "&"))
    }

    /// Sends a form as a page of this sign-in does; without its token where none is wanted.
    func post(
        _ path: String,
        _ fields: [(String, String)],
        withToken: Bool = true
    ) async throws -> HTTPAnswer {
        var fields = fields
        if withToken { fields.append(("form_token", try await token)) }
        return try await Self.send(server, "POST", path, cookie, fields)
    }

    /// What each form of this sign-in carries.
    private var token: String {
        get async throws {
            // One of them is open to whoever signs in.
            var page = try await get("/interactions")
            for path in ["/corrections", "/reports"] where page.status != 200 {
                page = try await get(path)
            }
            let field = /name="form_token" value="([0-9a-f]+)"/
            return String(try #require(page.text.firstMatch(of: field)).1)
        }
    }

    private static func body(_ fields: [(String, String)]) -> [UInt8] {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        }
        return Array(fields.map { "\(escaped($0))=\(escaped($1))" }.joined(separator: "&").utf8)
    }
}

extension HTTPAnswer {
    /// The page without its markup, as it is read: entities are what they stand for.
    var read: String {
        text.replacing(/<[^>]*>/, with: "")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }

    /// The addresses of the page's links that begin so.
    func links(_ start: String) -> [String] {
        text.matches(of: /href="([^"]*)"/).map { String($0.1) }.filter { $0.hasPrefix(start) }
    }

    /// That whatever it shows of records, it is a page, and not too large for one.
    func expectPage(
        _ status: Int = 200,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, "\(text.prefix(2_000))", sourceLocation: sourceLocation)
        #expect(
            header("Content-Type") == "text/html; charset=utf-8",
            sourceLocation: sourceLocation
        )
        #expect(body.count < 200_000, sourceLocation: sourceLocation)
        #expect(text.hasSuffix("</html>\n"), sourceLocation: sourceLocation)
        // A script, a style or a handler that a record brought would show as one more of them.
        #expect(text.matches(of: /<script/).count == 1, sourceLocation: sourceLocation)
        #expect(
            text.matches(of: /<(img|iframe|svg|style|object)/).isEmpty,
            sourceLocation: sourceLocation
        )
        // A form gives back the very text that it was made with.
        let shown = text.replacing(/value="[^"]*"/, with: "")
        let acts = shown.unicodeScalars.contains { scalar in
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                || scalar.value == 0
        }
        #expect(
            !acts,
            "what turns the direction of text is escaped",
            sourceLocation: sourceLocation
        )
    }
}

/// Texts that pages have been broken with.
enum Hostile {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; drop table x; --",
        "</textarea></div></main>", "\u{202E}txt.exe\u{202D}", "\u{2067}\u{2066}isolate",
        "&lt;b&gt; &amp; &#60;", "{{7*7}} ${7*7} %s%n", "\u{FEFF}\u{200B}\u{FFFE}",
        "Z\u{0351}\u{036B}\u{0343}\u{036A}\u{0302}algo", "田中さんにあげて下さい",
        "<svg onload=alert(1)>", "javascript:alert(1)", "\u{7}\u{1B}[31m",
    ]
    /// A megabyte.
    static let long = String(repeating: "<&\"'\u{202E}", count: 120_000)
}
