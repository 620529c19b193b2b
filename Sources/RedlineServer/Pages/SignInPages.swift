import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineOpenID
import RedlineStorage
import RedlineWeb

/// Where one signs in and out.
struct SignInPages: Sendable {
    let authenticator: Authenticator
    /// Whether the pages are reached by TLS, so that the cookie goes nowhere without.
    let isSecure: Bool
    /// The sign-in with an account elsewhere; nil where there is none.
    let openID: OpenIDSignIn?

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/sign-in",
                summary: "Sign in.",
                access: .open,
                query: [
                    QueryParameter(name: "next", kind: .text, summary: "Where to go then.")
                ],
                answers: [.page],
                errors: .page
            ) { request in
                .page(page(next: Self.place(request.query.text("next"))), for: nil)
            },
            Route(
                method: .post,
                path: "/sign-in",
                summary: "Sign in with a key.",
                access: .open,
                body: .form(),
                answers: [.page],
                errors: .page,
                handle: signIn
            ),
            Route(
                method: .post,
                path: "/sign-out",
                summary: "Sign out.",
                access: .roles(Set(KeyRole.allCases)),
                body: .form(),
                answers: [.page],
                errors: .page
            ) { request in
                if let token = SignInToken(of: request.headers, isSecure: isSecure) {
                    try await authenticator.signIns.end(token.digest)
                    authenticator.knownSignIns.forget()
                }
                // The provider goes on to know them: its page is behind a link, as a form must not
                // lead to another site.
                let isPerson = request.principal.actor.name.hasPrefix("person:")
                return .see(
                    openID != nil && isPerson ? OpenIDPages.outPath : "/sign-in",
                    cookies: [SignInToken.noCookie(isSecure: isSecure)]
                )
            },
        ]
    }

    /// The page, with the way to the provider where there is one.
    func page(next: String, refusal: SignInPage.Refusal? = nil) -> WebPage {
        let way = openID.map { openID in
            SignInPage.Way(name: openID.settings.name, path: OpenIDSettings.startPath)
        }
        return SignInPage.page(next: next, way: way, refusal: refusal)
    }

    private func signIn(_ request: RouteRequest) async throws -> Response {
        let next = Self.place(request.form.text("next"))
        func refused(_ refusal: SignInPage.Refusal, _ status: HTTPResponse.Status) -> Response {
            .page(page(next: next, refusal: refusal), for: nil, status: status)
        }
        let secret = (request.form.text("key") ?? "").filter { !$0.isWhitespace }
        let address = request.channel.remoteAddress?.ipAddress ?? ""
        do {
            guard
                let key = try await authenticator.key(
                    toSignInWith: secret,
                    from: address,
                    request
                )
            else { return refused(.wrong, .unauthorized) }
            guard Section.first(for: key.role) != nil else { return refused(.recorder, .forbidden) }
            let named = try authenticator.userNamed(
                in: request.headers,
                besides: key.role == .owner ? key.owner : nil
            )
            let token = SignInToken(try await authenticator.signIns.begin(with: key, named: named))
            return .see(next, cookies: [token.cookie(isSecure: isSecure)])
        } catch let problem as Problem where problem.status == .tooManyRequests {
            return refused(.tooMany, .tooManyRequests)
        } catch is AccountRefusal {
            return refused(.erased, .forbidden)
        }
    }

    /// A place of this service alone: nobody is to be sent elsewhere by a link to the sign-in.
    static func place(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.hasPrefix("/\\"),
            next.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }), !next.hasPrefix("/sign-")
        else { return "/" }
        return next
    }
}

extension RouteAnswer {
    /// A page.
    static let page = RouteAnswer(status: .ok, mediaType: "text/html", schema: "Text")
}
