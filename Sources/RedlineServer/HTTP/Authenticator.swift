import HTTPTypes
import Hummingbird
import Logging
import Redline
import RedlineStorage

/// Finds out who asks: by key, or, on a service that trusts its network, by `X-User-Id` alone.
final class Authenticator: Sendable {
    private let keys: KeyStore
    let signIns: SignIns
    let presence: DatabasePresence
    let trustsUserHeader: Bool
    let failed = FailedKeys()
    private let known = KnownKeys<APIKey>()
    /// Who is signed in; apart from the keys, so that a sign-in's token never opens what a key does.
    let knownSignIns = KnownKeys<SignedIn>()

    /// A key is looked up anew after so long, so that a revoked one soon opens nothing.
    static let memoryMicroseconds: Int64 = 1_000_000
    /// While the database is away, a key that records goes on to count for so long: 24 hours.
    private static let outageMicroseconds: Int64 = 86_400_000_000

    init(
        _ keys: KeyStore,
        signIns: SignIns,
        presence: DatabasePresence,
        trustsUserHeader: Bool
    ) {
        self.keys = keys
        self.signIns = signIns
        self.presence = presence
        self.trustsUserHeader = trustsUserHeader
    }

    /// Forgets what is known of keys, so that each is looked up anew.
    func forgetKeys() {
        known.forget()
        knownSignIns.forget()
    }

    func principal(
        of request: Request,
        from address: String,
        mayBringOthersKey: Bool = false,
        notes: RequestNotes,
        logger: Logger
    ) async throws -> Principal {
        let named = try Self.namedOwner(request.headers)
        let authorization = request.headers[.authorization].flatMap { authorization in
            // On a network that is trusted, a key of another service says nothing of who asks.
            let isOthers = mayBringOthersKey && trustsUserHeader && !Self.isOurs(authorization)
            return isOthers ? nil : authorization
        }
        guard let authorization else {
            guard trustsUserHeader else {
                throw Problem.unauthorized("send Authorization: Bearer and a key")
            }
            guard let named else { throw Problem.unauthorized("send X-User-Id or a key") }
            return Principal(role: .owner, owner: named, actor: .header(source: address))
        }
        let scheme = "bearer "
        guard authorization.lowercased().hasPrefix(scheme) else {
            throw Problem.unauthorized("send Authorization: Bearer and a key")
        }
        let secret = String(authorization.dropFirst(scheme.count))
        let found = try await key(of: SecretDigest(secret), address, logger)
        // Also of one that no longer opens anything: somebody goes on trying it.
        notes.keyID = found?.id
        guard let key = found, key.isValid(at: .now) else {
            failed.note(address)
            throw Problem.unauthorized("the key is unknown, has run out or was revoked")
        }
        if key.role == .owner, let named, named != key.owner {
            throw Problem.forbidden("the key belongs to another owner than X-User-Id names")
        }
        return Principal(
            role: key.role,
            owner: key.owner ?? named,
            actor: .key(key.id, role: key.role, source: address)
        )
    }

    /// Whether a value of `Authorization` has the form of our keys.
    static func isOurs(_ authorization: String) -> Bool {
        authorization.lowercased().hasPrefix("bearer rl_")
    }

    /// Whom the network names, where it is trusted to.
    func userNamed(in headers: HTTPFields) throws -> Owner? {
        trustsUserHeader ? try Self.namedOwner(headers) : nil
    }

    private static func namedOwner(_ headers: HTTPFields) throws -> Owner? {
        // An empty one is a sender's mistake: taken as none, it would open all owners to some keys.
        guard let text = headers[.userID] else { return nil }
        guard let owner = Owner(text), text.isAsSent else {
            throw Problem.badParameter("X-User-Id must be \(Owner.rule), in UTF-8", "X-User-Id")
        }
        return owner
    }

    /// The key of a secret.
    ///
    /// While the database is away, what it last said of a key that records goes on to count: an outage
    /// must not turn away those whose records the spool can take.
    func key(
        of digest: SecretDigest,
        _ address: String,
        _ logger: Logger
    ) async throws -> APIKey? {
        let now = Timestamp.now
        let entry = known.entry(of: digest)
        if let entry, now.isWithin(Self.memoryMicroseconds, of: entry.askedAt) { return entry.key }
        let isRecording = entry.map { [.recorder, .owner].contains($0.key.role) } ?? false
        let remembered = entry.flatMap { entry in
            isRecording && now.isWithin(Self.outageMicroseconds, of: entry.askedAt)
                ? entry.key : nil
        }
        if presence.isAway, let remembered { return remembered }
        // Another database's keys are not this one's.
        if let obstacle = presence.obstacle {
            throw Problem.busy("\(obstacle), so no key can be looked up; nothing was recorded")
        }
        guard entry != nil || !failed.isBlocked(address) else { throw Problem.tooManyWrongKeys }
        let found: APIKey?
        do {
            found = try await known.ask(for: digest, at: now) { [keys] in
                try await withPatience(DurableWriter.standardPatience) {
                    try await keys.find(digest)
                }
            }
        } catch let error where error.isOfAbsence {
            guard let remembered else { throw error }
            return remembered
        }
        guard let key = found else { return nil }
        Task { [keys] in
            do {
                try await keys.noteUse(of: key)
            } catch {
                // That a key was used is worth knowing, but not worth refusing the request.
                logger.warning("the use of a key was not noted")
            }
        }
        return key
    }
}

extension Timestamp {
    func isWithin(_ microseconds: Int64, of other: Timestamp) -> Bool {
        self.microseconds - other.microseconds < microseconds
    }
}

extension String {
    /// Whether a header's bytes were UTF-8.
    ///
    /// What was not has become U+FFFD, and with it different owners, or keys, one and the same.
    var isAsSent: Bool { !unicodeScalars.contains("\u{FFFD}") }
}

extension HTTPField.Name {
    /// The owner for whom the sender speaks.
    static let userID = HTTPField.Name("X-User-Id") ?? .from
    /// By what a retry is known.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .eTag
    /// What the sender would like (RFC 7240).
    static let prefer = HTTPField.Name("Prefer") ?? .expect
    /// By what a request is found in the log.
    static let requestID = HTTPField.Name("X-Request-Id") ?? .eTag
}
