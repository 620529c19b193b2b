import HTTPTypes
import Hummingbird
import Redline
import RedlineOpenID
import RedlineStorage
import RedlineWeb
import Synchronization

/// Where one signs in with an account elsewhere.
struct OpenIDPages: Sendable {
    let pages: SignInPages
    let openID: OpenIDSignIn
    private let slots = SignInSlots()

    /// Where one is told that one has signed out.
    static let outPath = "/sign-in/openid/out"

    init(pages: SignInPages, openID: OpenIDSignIn) {
        self.pages = pages
        self.openID = openID
    }

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: OpenIDSettings.startPath,
                summary: "Go to the provider of accounts.",
                access: .open,
                query: [
                    QueryParameter(name: "next", kind: .text, summary: "Where to go then.")
                ],
                answers: [.page],
                errors: .page,
                asksOthers: true,
                handle: begin
            ),
            Route(
                method: .get,
                path: OpenIDSettings.callbackPath,
                summary: "Come back from the provider of accounts.",
                access: .open,
                checksQueryItself: true,
                answers: [.page],
                errors: .page,
                asksOthers: true,
                handle: finish
            ),
            Route(
                method: .get,
                path: Self.outPath,
                summary: "Having signed out.",
                access: .open,
                answers: [.page],
                errors: .page,
                asksOthers: true
            ) { _ in
                let address = try? await slots.run { await openID.signOutAddress() }
                return .page(
                    SignedOutPage.page(name: openID.settings.name, address: address ?? nil),
                    for: nil
                )
            },
        ]
    }

    private func begin(_ request: RouteRequest) async throws -> Response {
        let next = SignInPages.place(request.query.text("next"))
        do {
            let begun = try await slots.run { try await openID.begin(next: next) }
            let cookie = BegunSignInCookie.cookie(begun.cookie, isSecure: pages.isSecure)
            return .see(begun.address, cookies: [cookie])
        } catch let fault as SignInFault {
            return refusal(fault, request)
        } catch is SignInSlots.AllTaken {
            return refused(.busy, .serviceUnavailable)
        }
    }

    private func finish(_ request: RouteRequest) async throws -> Response {
        let address = request.channel.remoteAddress?.ipAddress ?? ""
        let failed = pages.authenticator.failed
        guard !failed.isBlocked(address) else { return refused(.tooMany, .tooManyRequests) }
        let signIns = pages.authenticator.signIns
        do {
            let cookie = request.headers.cookie(BegunSignInCookie.name(isSecure: pages.isSecure))
            let ended = try await slots.run {
                try await openID.finish(ProviderAnswer(request.rawQuery), cookie: cookie) { state in
                    try await signIns.take(
                        SecretDigest(state),
                        for: OpenIDSignIn.beginningSeconds
                    )
                }
            }
            let named = try pages.authenticator.userNamed(
                in: request.headers,
                besides: ended.holder.role == .owner ? ended.holder.owner : nil
            )
            let token = SignInToken(try await signIns.begin(with: ended.holder, named: named))
            return .see(
                // What the cookie says was checked when it was made; twice costs nothing.
                SignInPages.place(ended.next),
                cookies: [
                    token.cookie(isSecure: pages.isSecure),
                    BegunSignInCookie.noCookie(isSecure: pages.isSecure),
                ]
            )
        } catch let fault as SignInFault {
            // Each asks the provider: whoever tries many is slowed as with keys.
            failed.note(address)
            return refusal(fault, request)
        } catch is AccountRefusal {
            return refused(.erased, .forbidden)
        } catch is SignInSlots.AllTaken {
            return refused(.busy, .serviceUnavailable)
        }
    }

    private func refusal(_ fault: SignInFault, _ request: RouteRequest) -> Response {
        request.logger.warning("a sign-in with an account elsewhere failed: \(fault)")
        switch fault {
        case .notBegun: return refused(.notBegun, .badRequest)
        case .declined: return refused(.declined, .unauthorized)
        case .notAdmitted: return refused(.notAdmitted, .forbidden)
        case .noOwner: return refused(.noOwner, .forbidden)
        case .provider: return refused(.trouble, .badGateway)
        }
    }

    private func refused(
        _ refusal: SignInPage.Refusal,
        _ status: HTTPResponse.Status
    ) -> Response {
        .page(pages.page(next: "/", refusal: refusal), for: nil, status: status)
    }
}

/// How many may wait for the provider at once, so that one that hangs holds up nobody else.
final class SignInSlots: Sendable {
    struct AllTaken: Error {}

    private let taken = Mutex(0)

    /// The sign-ins that wait for the provider at once.
    static let limit = 64

    func run<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let isFree = taken.withLock { taken in
            guard taken < Self.limit else { return false }
            taken += 1
            return true
        }
        guard isFree else { throw AllTaken() }
        defer { taken.withLock { $0 -= 1 } }
        return try await work()
    }
}
