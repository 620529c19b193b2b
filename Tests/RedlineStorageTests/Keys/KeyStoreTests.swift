import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("API keys")
struct KeyStoreTests {
    private func withStore(
        _ test: @Sendable (KeyStore, MigratedDatabase) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options)
            try await test(KeyStore(pool), database)
            await pool.shutdown()
        }
    }

    @Test("are found by their secret, of which only the hash is kept")
    func found() async throws {
        try await withStore { store, database in
            let owner = try #require(Owner("ada@example.com"))
            let expiry = Timestamp.now.adding(days: 30)
            let request = try APIKeyRequest(
                name: "Ada's",
                role: .owner,
                owner: owner,
                expiresAt: expiry
            )
            let (secret, made) = try await store.create(request, by: .user("test"))
            #expect(try Regex("rl_[A-Za-z0-9_-]{43}").wholeMatch(in: secret) != nil)
            let found = try #require(try await store.find(SecretDigest(secret)))
            for key in [made, found] {
                #expect(key.id == made.id)
                #expect(key.name == "Ada's")
                #expect(key.role == .owner)
                #expect(key.owner == owner)
                #expect(key.expiresAt == expiry)
                #expect(key.revokedAt == nil)
                #expect(key.lastUsedAt == nil)
                #expect(key.isValid(at: .now))
            }
            for other in ["", "rl_", String(secret.dropLast()), secret + "x", secret.uppercased()] {
                #expect(try await store.find(SecretDigest(other)) == nil ? true : false)
            }
            let row = try await database.rows(
                """
                select key_hash = sha256(convert_to('\(secret)', 'UTF8')),
                  position('\(secret.dropFirst(3))' in api_key::text) > 0
                from redline.api_key
                """
            )
            #expect(row == [["t", "f"]])
        }
    }

    @Test("of every role can be made, and are listed the newest first")
    func listed() async throws {
        try await withStore { store, _ in
            for role in KeyRole.allCases {
                let owner = role == .owner ? Owner("ada") : nil
                let request = try APIKeyRequest(name: "\(role)", role: role, owner: owner)
                _ = try await store.create(request, by: .user("test"))
            }
            let keys = try await store.list(by: .user("test"))
            #expect(keys.map(\.role) == KeyRole.allCases.reversed())
            #expect(keys.map(\.name) == KeyRole.allCases.reversed().map { "\($0)" })
        }
    }

    @Test("run out at their time and are invalid once revoked, at the first time of that")
    func invalid() async throws {
        try await withStore { store, _ in
            let now = Timestamp.now
            let brief = try APIKeyRequest(
                name: "brief",
                role: .analyst,
                expiresAt: now.adding(days: 1)
            )
            let (secret, key) = try await store.create(brief, by: .user("test"))
            #expect(key.isValid(at: now))
            #expect(!key.isValid(at: now.adding(days: 1)))
            let revoked = try #require(try await store.revoke(id: key.id, by: .user("test")))
            #expect(!revoked.isValid(at: now))
            let again = try #require(try await store.revoke(id: key.id, by: .user("test")))
            #expect(again.revokedAt == revoked.revokedAt)
            let found = try #require(try await store.find(SecretDigest(secret)))
            #expect(found.revokedAt == revoked.revokedAt)
            for id in ["", "x' or 'a' = 'a", "3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90"] {
                #expect(try await store.revoke(id: id, by: .user("test")) == nil ? true : false)
            }
        }
    }

    @Test("are noted as used, at most once a minute")
    func used() async throws {
        try await withStore { store, database in
            let (secret, key) = try await store.create(
                APIKeyRequest(name: "k", role: .admin),
                by: .user("test")
            )
            try await store.noteUse(of: key)
            let first = try await store.find(SecretDigest(secret))?.lastUsedAt
            #expect(first != nil)
            try await store.noteUse(of: key)
            #expect(try await store.find(SecretDigest(secret))?.lastUsedAt == first)
            try await database.run(
                "update redline.api_key set last_used_at = last_used_at - interval '61 seconds'"
            )
            try await store.noteUse(of: key)
            let later = try #require(try await store.find(SecretDigest(secret))?.lastUsedAt)
            #expect(first.map { later > $0 } == true)
        }
    }

    @Test("have a first one, made once however many ask for it at the same time")
    func first() async throws {
        try await withStore { store, _ in
            let made = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await store.createFirst(name: "first")?.secret }
                }
                return try await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
            }
            #expect(made.count == 1)
            let keys = try await store.list(by: .user("test"))
            #expect(keys.map(\.name) == ["first"])
            #expect(keys.map(\.role) == [.admin])
            #expect(
                try await store.find(SecretDigest(try #require(made.first)))?.id == keys.first?.id
            )
        }
    }

    @Test("are asked for rightly: an owner for the role owner alone, a name of 1 to 200 characters")
    func requests() throws {
        let owner = Owner("ada")
        let refused: [(APIKeyRequestError, String, KeyRole, Owner?)] = [
            (.ownerIsMissing, "k", .owner, nil), (.ownerDoesNotFit, "k", .admin, owner),
            (.nameDoesNotFit, "", .admin, nil),
            (.nameDoesNotFit, String(repeating: "n", count: 201), .admin, nil),
        ]
        for (error, name, role, owner) in refused {
            #expect(throws: error) { try APIKeyRequest(name: name, role: role, owner: owner) }
        }
    }

    @Test("have names of 200 characters as PostgreSQL counts them")
    func longNames() async throws {
        try await withStore { store, _ in
            let name = String(repeating: "\u{1F469}", count: 200)
            let (_, key) = try await store.create(
                APIKeyRequest(name: name, role: .admin),
                by: .user("test")
            )
            #expect(key.name == name)
        }
    }
}
