import HTTPTypes
import Hummingbird
import Redline
import RedlineStorage

/// Who looks at a page, and the token by which their browser is known.
struct PageVisit: Sendable {
    let principal: Principal
    let token: SignInToken
    /// Whether the browser has to be given the token yet.
    let isNew: Bool
}

extension Authenticator {
    /// Who looks at a page: whoever is signed in, or whom a trusted network names.
    ///
    /// The network names a browser's person with each request, with those as well that another site
    /// has the browser send. So the name alone opens pages and sends no form: at first sight the
    /// browser is given a token as at any sign-in, and forms need what is made from it. What is signed
    /// in under one name opens nothing under another.
    ///
    /// - Throws: `Problem` 401 where nobody is, 403 for a form without a sign-in.
    func visit(
        of request: Request,
        from address: String,
        isSecure: Bool,
        notes: RequestNotes
    ) async throws -> PageVisit {
        let named = try userNamed(in: request.headers)
        let token = SignInToken(of: request.headers, isSecure: isSecure)
        var found: SignedIn?
        if let token { found = try await signedIn(by: token) }
        if let token, let found, found.isValid(at: .now), counts(found, named: named) {
            let principal = principal(of: found, from: address, notes: notes)
            return PageVisit(principal: principal, token: token, isNew: false)
        }
        guard let named else {
            if let found { note(found, address, notes) }
            throw Problem.unauthorized("sign in")
        }
        guard request.method == .get else { throw Problem.foreignForm }
        // An image or a frame of another site comes without the cookie each time.
        let destination = request.headers[.secFetchDestination]
        guard destination == nil || destination == "document" else {
            throw Problem.unauthorized("sign in")
        }
        if let obstacle = presence.obstacle { throw Problem.busy(obstacle) }
        if let token, found != nil {
            try await signIns.end(token.digest)
            knownSignIns.forget()
        }
        do {
            return PageVisit(
                principal: Principal(role: .owner, owner: named, actor: .header(source: address)),
                token: SignInToken(try await signIns.begin(as: named)),
                isNew: true
            )
        } catch AccountRefusal.erased {
            throw Problem.forbidden("the owner that X-User-Id names was erased")
        }
    }

    /// Whom a trusted network names while somebody signs in, who may be a certain owner.
    ///
    /// - Throws: `Problem` 403 where these are two, as a key of one with the name of another is.
    func userNamed(in headers: HTTPFields, besides owner: Owner?) throws -> Owner? {
        let named = try userNamed(in: headers)
        if let named, let owner, named != owner {
            throw Problem.forbidden("the key belongs to another owner than X-User-Id names")
        }
        return named
    }

    /// Whether a sign-in opens anything for a browser that the network names so.
    private func counts(_ found: SignedIn, named: Owner?) -> Bool {
        trustsUserHeader ? found.named == named : found.means != .name
    }

    /// Who is signed in by a token, valid or not.
    private func signedIn(by token: SignInToken) async throws -> SignedIn? {
        let now = Timestamp.now
        let digest = token.digest
        if let entry = knownSignIns.entry(of: digest),
            now.isWithin(Self.memoryMicroseconds, of: entry.askedAt)
        {
            return entry.key
        }
        if let obstacle = presence.obstacle { throw Problem.busy(obstacle) }
        return try await knownSignIns.ask(for: digest, at: now) { [signIns] in
            try await withPatience(DurableWriter.standardPatience) {
                try await signIns.find(digest)
            }
        }
    }

    private func principal(
        of found: SignedIn,
        from address: String,
        notes: RequestNotes
    ) -> Principal {
        Principal(role: found.role, owner: found.owner, actor: note(found, address, notes))
    }

    /// As the audit trail and the log name them.
    @discardableResult
    private func note(_ found: SignedIn, _ address: String, _ notes: RequestNotes) -> AuditActor {
        switch found.means {
        case .key(let id):
            notes.keyID = id
            return .key(id, role: found.role, source: address)
        case .person(let id):
            let actor = AuditActor.person(id, role: found.role, source: address)
            notes.keyID = actor.name
            return actor
        case .name: return .header(source: address)
        }
    }
}

extension HTTPField.Name {
    /// For what a browser asks.
    fileprivate static let secFetchDestination = HTTPField.Name("Sec-Fetch-Dest") ?? .origin
}
