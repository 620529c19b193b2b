import Foundation
import Testing

/// A browser that comes across an answer makes nothing more of it than it is.
@Suite("What browsers are told", .serving(hasDemo: true))
struct SecurityHeaderTests {
    private static let names = [
        "x-content-type-options", "referrer-policy", "content-security-policy",
        "strict-transport-security",
    ]

    @Test("every answer keeps to its type and tells nobody where one came from")
    func everyAnswer() async throws {
        let server = try ServerUnderTest.current
        let paths = [
            "/health", "/ready", "/metrics", "/openapi.json", "/nothing", "/api/v1/exports/history",
            "/api/v1/reports/funnel?format=csv", "/api/v1/reports/funnel?format=nothing",
            "/api/get_interaction_history?limit=0",
        ]
        for key in [nil, server.admin] {
            for path in paths {
                let answer = try await server.get(path, key)
                #expect(
                    Self.names.map { answer.header($0) } == ["nosniff", "no-referrer", nil, nil],
                    "\(path)"
                )
            }
        }
    }

    @Test("a page loads nothing but the style sheet in it")
    func page() async throws {
        let server = try ServerUnderTest.current
        let page = try await server.get("/api/v1/reports/funnel?format=html", server.admin)
        #expect(page.status == 200)
        let style = try #require(page.text.firstMatch(of: /<style>((?s).*?)<\/style>/))
        #expect(page.text.matches(of: /<style|style=|<script|<link|src=/).count == 1)
        let digest = try await CommandResult.of(
            "sh",
            ["-c", "openssl dgst -sha256 -binary | openssl base64"],
            stdin: Array(String(style.1).utf8)
        ).text.trimmingCharacters(in: .newlines)
        #expect(digest.count == 44)
        #expect(
            Self.names.map { page.header($0) } == [
                "nosniff", "no-referrer",
                "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'",
                nil,
            ]
        )
    }
}
