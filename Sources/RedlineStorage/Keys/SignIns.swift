import Redline
import RedlinePostgres

/// Who is signed in to the pages.
///
/// A sign-in is made with an API key, opens what the key opens, and ends with it or after twelve
/// hours. It is known by a token, which is kept as its SHA-256 alone.
public struct SignIns: Sendable {
    private let pool: ConnectionPool

    /// The seconds that a sign-in lasts: twelve hours.
    public static let seconds = 43_200

    /// Creates a store.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Signs somebody in who has shown a key, and gives the token by which they are known from now
    /// on.
    ///
    /// - Throws: `PostgresError`.
    public func begin(with key: APIKey) async throws -> String {
        let token = Secret.make(prefix: "rs_")
        let parameters: [String: Parameter] = [
            "token_hash": .bytea(SecretDigest(token).bytes), "key_id": .text(key.id),
            "seconds": .text("\(Self.seconds)"),
        ]
        try await pool.withTransaction { connection in
            _ = try connection.run(.signIn, parameters)
        }
        return token
    }

    /// The key with which somebody signed in, valid or not; nil where nobody is signed in by that
    /// token.
    ///
    /// It runs out when the sign-in does, if not before.
    ///
    /// - Throws: `PostgresError`.
    public func key(of token: SecretDigest) async throws -> APIKey? {
        try await pool.withTransaction { connection in
            try connection.run(.findSignIn, ["token_hash": .bytea(token.bytes)])
                .first.flatMap(APIKey.init)
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

extension RecordingStatement {
    fileprivate static let signIn = Self("sign_in")
    fileprivate static let signOut = Self("sign_out")
    fileprivate static let findSignIn = Self("find_sign_in")
}
