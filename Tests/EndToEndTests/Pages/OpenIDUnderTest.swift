import Foundation
import ProviderDouble
import Testing

/// A service whose people sign in with accounts of a provider, and their browsers.
struct OpenIDUnderTest: Sendable {
    let server: ServerUnderTest
    let provider: Provider

    static let groups = [
        "REDLINE_OIDC_ROLE_CLAIM": "groups",
        "REDLINE_OIDC_ROLES": "boss=admin,staff=analyst,law=compliance",
    ]

    /// Runs `body` with a service; its pages have the address that people would have.
    static func run(
        settings: [String: String] = groups,
        publicURL: String = "https://redline.example.com",
        hasDemo: Bool = false,
        _ body: @escaping @Sendable (OpenIDUnderTest) async throws -> Void
    ) async throws {
        try await Provider.run { provider in
            let database = try await TestDatabase.migrated()
            if hasDemo {
                let demo = try await database.redline(["demo"])
                guard demo.status == 0 else { throw SetupFailure("redline demo: \(demo.stderr)") }
            }
            let server = try await ServerUnderTest.start(
                on: database,
                ["--oidc-issuer", provider.issuer, "--public-url", publicURL],
                environment: [
                    "REDLINE_OIDC_CLIENT_ID": Provider.clientID,
                    "REDLINE_OIDC_CLIENT_SECRET": Provider.secret,
                    "REDLINE_OIDC_NAME": "Example & Sons",
                ].merging(settings) { $1 }
            )
            let result: Result<Void, any Error>
            do {
                try await body(OpenIDUnderTest(server: server, provider: provider))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try await ProxyUnderTest.stop(server)
            try await database.drop()
            try result.get()
        }
    }

    /// What a browser gets, which follows nothing by itself.
    func get(_ path: String, cookie: String? = nil) async throws -> HTTPAnswer {
        let answer = try await server.client.send(
            HTTPRequest(path: path, headers: cookie.map { ["Cookie": $0] } ?? [:])
        )
        #expect(try Innards.found(in: answer) == nil, "\(path): \(answer.text)")
        return answer
    }

    /// A browser that is on its way back: the path that the provider sends it to, and its cookie.
    func begun(next: String? = nil) async throws -> (path: String, cookie: String) {
        let query = next.map { "?" + Browser.encoded([("next", $0)]) } ?? ""
        let deadline = ContinuousClock.now + .seconds(60)
        var start = try await get("/sign-in/openid\(query)")
        while start.status == 502, ContinuousClock.now < deadline {
            start = try await get("/sign-in/openid\(query)")
        }
        try #require(start.status == 303, "\(start.text)")
        let cookie = try #require(start.cookies.first).split(separator: ";")[0]
        let back = try await provider.visit(try #require(start.location))
        let origin = "https://redline.example.com"
        try #require(back.hasPrefix(origin + "/"), "\(back)")
        return (String(back.dropFirst(origin.count)), String(cookie))
    }

    /// The answer to a browser that comes back, from the beginning.
    ///
    /// On a busy machine the provider may take longer than is waited for it; then people begin again.
    func cameBack(next: String? = nil) async throws -> HTTPAnswer {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let begun = try await begun(next: next)
            #expect(begun.path.hasPrefix("/sign-in/openid/callback?"))
            let answer = try await get(begun.path, cookie: begun.cookie)
            guard answer.status == 502, ContinuousClock.now < deadline else { return answer }
        }
    }

    /// Somebody who has signed in.
    func browser() async throws -> Browser {
        let answer = try await cameBack()
        try #require(answer.status == 303, "\(answer.shown)")
        let cookie = try #require(answer.cookies.first { !$0.contains("Max-Age=0") })
        return Browser(server, cookie: String(cookie.split(separator: ";")[0]))
    }
}

extension HTTPAnswer {
    /// The cookies that it gives to a browser.
    var cookies: [String] {
        headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
    }
}
