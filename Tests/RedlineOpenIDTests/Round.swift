import Foundation
import ProviderDouble
import Redline
import Synchronization
import Testing

@testable import RedlineOpenID

/// A sign-in with a provider, from the first address to the account, as a browser goes through it.
struct Round: Sendable {
    let provider: Provider
    let signIn: OpenIDSignIn
    let clock: Clock

    /// A clock that is put forward by hand.
    final class Clock: Sendable {
        private let ahead = Mutex<Int64>(0)

        var now: Timestamp {
            let seconds = Date().timeIntervalSince1970
            return Timestamp(
                microseconds: Int64(seconds * 1_000_000) + ahead.withLock { $0 } * 1_000_000
            )
        }

        func advance(_ seconds: Int) {
            ahead.withLock { $0 += Int64(seconds) }
        }
    }

    static func run(
        _ kind: SigningKey.Kind = .p256,
        settings: [String: String] = [:],
        _ body: @escaping @Sendable (Round) async throws -> Void
    ) async throws {
        try await Provider.run(kind) { provider in
            let environment = [
                "REDLINE_OIDC_ISSUER": provider.issuer,
                "REDLINE_OIDC_CLIENT_ID": Provider.clientID,
                "REDLINE_OIDC_CLIENT_SECRET": Provider.secret,
                "REDLINE_PUBLIC_URL": "http://127.0.0.1:8080/",
            ].merging(settings) { $1 }
            guard let read = try OpenIDSettings(environment: environment) else { return }
            let clock = Clock()
            let signIn = OpenIDSignIn(read) { clock.now }
            let result: Result<Void, any Error>
            do {
                try await body(Round(provider: provider, signIn: signIn, clock: clock))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await signIn.shutdown()
            try result.get()
        }
    }

    /// What the provider sends back to the browser at that address.
    func visit(_ address: String) async throws -> [(name: String, value: String)] {
        let location = try await provider.visit(address)
        let parts = location.split(separator: "?", maxSplits: 1)
        return Provider.fields(parts.count > 1 ? String(parts[1]) : "").map { ($0.key, $0.value) }
    }

    /// The whole way.
    func account(next: String = "/") async throws -> (holder: AccountHolder, next: String) {
        let begun = try await signIn.begin(next: next)
        return try await signIn.finish(
            ProviderAnswer(try await visit(begun.address)),
            cookie: begun.cookie
        ) { _ in true }
    }

    /// Why the whole way ends before its end; nil where it does not.
    func fault() async throws -> SignInFault? {
        do {
            _ = try await account()
            return nil
        } catch let fault as SignInFault {
            return fault
        }
    }

    /// Goes the whole way and sees it end for that reason; nil where it is to reach its end.
    func expect(
        _ expected: SignInFault?,
        _ comment: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await fault()
        #expect(found == expected, "\(comment)", sourceLocation: sourceLocation)
    }
}
