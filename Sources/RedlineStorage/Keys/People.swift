import Redline
import RedlinePostgres

/// Somebody who signed in to the pages with an account elsewhere.
public struct Person: Sendable {
    /// By what the audit trail names them.
    public let id: String
    /// Who vouched for them.
    public let issuer: String
    /// As whom the issuer knows them.
    public let subject: String
    /// What they may do, as of their last sign-in.
    public let role: KeyRole
    /// Their name as an owner of records.
    public let owner: Owner?
    /// When they last signed in.
    public let signedInAt: Timestamp
    /// How many browsers they are signed in with.
    public let signIns: Int

    init?(_ row: Row) throws {
        guard let id = try row["person_id"].string, let issuer = try row["issuer"].string,
            let subject = try row["subject"].string,
            let role = try row["role"].string.flatMap({ KeyRole(rawValue: $0) }),
            let time = try row["signed_in_at"].timestamp
        else { return nil }
        self.id = id
        self.issuer = issuer
        self.subject = subject
        self.role = role
        owner = try row["owner"].string.flatMap { Owner($0) }
        signedInAt = time
        signIns = try row["sign_ins"].int ?? 0
    }
}

/// The people who sign in to the pages with accounts elsewhere.
public struct People: Sendable {
    private let pool: ConnectionPool

    /// Creates a store.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// All of them, the latest first.
    ///
    /// - Throws: `PostgresError`.
    public func list(by actor: AuditActor) async throws -> [Person] {
        try await pool.withTransaction { connection in
            let people = try connection.run(.listPeople).compactMap(Person.init)
            try connection.record(AuditedAct(.listPeople, records: people.count), by: actor)
            return people
        }
    }

    /// Ends all sign-ins of a person; how many there were, and nil where there is no such person.
    ///
    /// - Throws: `PostgresError`.
    public func signOut(id: String, by actor: AuditActor) async throws -> Int? {
        try await pool.withTransaction { connection in
            let rows = try connection.run(.signOutPerson, ["person_id": .text(id)])
            guard let row = rows.first, let ended = try row["sign_ins"].int else { return nil }
            let act = AuditedAct(
                .signOutPerson,
                owners: try row["owner"].string.map { [$0] },
                records: ended,
                detail: ["person": id]
            )
            try connection.record(act, by: actor)
            return ended
        }
    }
}

extension RecordingStatement {
    fileprivate static let listPeople = Self("list_people")
    fileprivate static let signOutPerson = Self("sign_out_person")
}
