import Redline
import RedlinePostgres

/// Who is signed in to the pages.
///
/// A sign-in is made with an API key, opens what the key opens, and ends with it, or is made with an
/// account elsewhere and opens what that says; it ends after twelve hours at most. It is known by a
/// token, which is kept as its SHA-256 alone. On a network that is trusted to name people with each
/// request it is kept under the name, too, and opens nothing under another one.
public struct SignIns: Sendable {
    private let pool: ConnectionPool

    /// The seconds that a sign-in lasts: twelve hours.
    public static let seconds = 43_200
    /// The days after which a person who has not signed in any more is forgotten.
    public static let personDays = 400

    /// Creates a store.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Signs somebody in who has shown a key, and gives the token by which they are known from now
    /// on; `named` is whom a trusted network names.
    ///
    /// - Throws: `PostgresError`, `AccountRefusal`.
    public func begin(with key: APIKey, named: Owner? = nil) async throws -> String {
        let token = Secret.make(prefix: "rs_")
        let parameters: [String: Parameter] = [
            "token_hash": .bytea(SecretDigest(token).bytes), "key_id": .text(key.id),
            "owner": .text(named?.name ?? ""), "seconds": .text("\(Self.seconds)"),
        ]
        try await pool.withTransaction { connection in
            try connection.refuseErased([named])
            _ = try connection.run(.signIn, parameters)
        }
        return token
    }

    /// Signs somebody in whom an issuer vouches for, and gives the token by which they are known.
    ///
    /// What their account says holds for all their sign-ins; `named` is whom a trusted network names.
    ///
    /// - Throws: `PostgresError`, `AccountRefusal`.
    public func begin(with holder: AccountHolder, named: Owner? = nil) async throws -> String {
        let token = Secret.make(prefix: "rs_")
        try await pool.withTransaction { connection in
            try connection.refuseErased([holder.owner, named])
            let noted = try connection.run(
                .notePerson,
                [
                    "issuer": .text(holder.issuer), "subject": .text(holder.subject),
                    "role": .text(holder.role.rawValue), "owner": .text(holder.owner?.name ?? ""),
                    "days": .text("\(Self.personDays)"),
                ]
            )
            guard let person = try noted.first?["person_id"].string else {
                preconditionFailure("an insert returns its row")
            }
            _ = try connection.run(
                .signInPerson,
                [
                    "token_hash": .bytea(SecretDigest(token).bytes), "person_id": .text(person),
                    "owner": .text(named?.name ?? ""), "seconds": .text("\(Self.seconds)"),
                ]
            )
        }
        return token
    }

    /// Signs somebody in whom a trusted network names, and gives the token by which their forms are
    /// known.
    ///
    /// - Throws: `PostgresError`, `AccountRefusal`.
    public func begin(as owner: Owner) async throws -> String {
        let token = Secret.make(prefix: "rs_")
        let parameters: [String: Parameter] = [
            "token_hash": .bytea(SecretDigest(token).bytes), "owner": .text(owner.name),
            "seconds": .text("\(Self.seconds)"),
        ]
        try await pool.withTransaction { connection in
            try connection.refuseErased([owner])
            _ = try connection.run(.signInByName, parameters)
        }
        return token
    }

    /// Whether what an issuer sent back with that state is the first such, which alone counts; it is
    /// remembered for so many seconds.
    ///
    /// - Throws: `PostgresError`.
    public func take(_ state: SecretDigest, for seconds: Int) async throws -> Bool {
        try await pool.withTransaction { connection in
            let first = try connection.run(
                .takeState,
                ["state_hash": .bytea(state.bytes), "seconds": .text("\(seconds)")]
            )
            return !first.isEmpty
        }
    }

    /// Who is signed in by that token, valid or not; nil where nobody is.
    ///
    /// - Throws: `PostgresError`.
    public func find(_ token: SecretDigest) async throws -> SignedIn? {
        try await pool.withTransaction { connection in
            try connection.run(.findSignIn, ["token_hash": .bytea(token.bytes)])
                .first.flatMap(SignedIn.init)
        }
    }

    /// Ends a sign-in; without effect where there is none.
    ///
    /// - Throws: `PostgresError`.
    public func end(_ token: SecretDigest) async throws {
        try await pool.withTransaction { connection in
            _ = try connection.run(.signOut, ["token_hash": .bytea(token.bytes)])
        }
    }
}

extension Connection {
    /// Sees to it that no row is made of an owner who was erased.
    ///
    /// The lock that asking takes lasts until the row is there for an erasure to find.
    fileprivate func refuseErased(_ owners: [Owner?]) throws {
        let names = owners.compactMap { $0.map { Array($0.name.utf8) } }
        guard !names.isEmpty else { return }
        let refused = try run(.refusedOwners, ["owner": .textArray(utf8: names)])
        guard refused.isEmpty else { throw AccountRefusal.erased }
    }
}

extension RecordingStatement {
    fileprivate static let signIn = Self("sign_in")
    fileprivate static let signInByName = Self("sign_in_by_name")
    fileprivate static let signOut = Self("sign_out")
    fileprivate static let findSignIn = Self("find_sign_in")
    fileprivate static let signInPerson = Self("sign_in_person")
    fileprivate static let notePerson = Self("note_person")
    fileprivate static let takeState = Self("take_state")
}
