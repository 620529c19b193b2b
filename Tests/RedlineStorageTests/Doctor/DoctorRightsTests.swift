import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("The doctor, of a login's rights")
struct DoctorRightsTests {
    private static let roles =
        "redline_fleet, redline_content, redline_recorder, redline_owner, redline_analyst, "
        + "redline_miner, redline_compliance, redline_admin"

    /// What the doctor says to a login of that name, made for the test.
    private func lines(
        _ database: MigratedDatabase,
        login: String,
        grants: String = ""
    ) async throws -> [String: String] {
        try await database.run("create role \(login) login; \(grants)")
        let connection =
            "host=\(database.cluster.socketFolder) port=5432 user=\(login) dbname=\(database.name)"
        let findings = await Doctor(connection: connection, spoolFolder: "/nonexistent").findings()
        // Roles belong to the whole cluster, beyond this database.
        try await database.run("drop owned by \(login); drop role \(login)")
        return Dictionary(findings.map { ($0.name, $0.line) }) { first, _ in first }
    }

    @Test("asks for the roles that the migrations make, and for no others")
    func namesOfRoles() {
        func roles(_ sql: String) -> Set<String> {
            Set(sql.matches(of: /\bredline_[a-z]+/).map { String($0.output) })
        }
        let made = roles(Migrator().migrations[0].sql)
        #expect(roles(RecordingStatement("roles_of_login").file.sql) == made)
        #expect(made == roles(Self.roles))
    }

    @Test("names every right that a stranger lacks")
    func stranger() async throws {
        try await MigratedDatabase.with { database in
            let lines = try await lines(database, login: "doctor_stranger")
            #expect(
                lines["roles"] == "problem roles: doctor_stranger may not change into "
                    + "\(Self.roles): what redline does in them fails. "
                    + "As a role that may: grant \(Self.roles) to doctor_stranger;"
            )
            #expect(
                lines["ownership"] == "problem ownership: doctor_stranger has not the rights of "
                    + "postgres, whose the tables are: it makes no partitions, and records of a new "
                    + "week are refused. Connect as postgres, or: grant postgres to doctor_stranger;"
            )
            for name in ["migrations", "partitions"] {
                #expect(
                    lines[name] == "problem \(name): This could not be checked: 42501 permission "
                        + "denied for schema redline. Mend what the other lines say, and look again."
                )
            }
        }
    }

    @Test("names the roles that are lacking, and no others")
    func someRoles() async throws {
        try await MigratedDatabase.with { database in
            let lines = try await lines(
                database,
                login: "doctor_reader",
                grants: "grant redline_analyst, redline_owner to doctor_reader"
            )
            #expect(
                lines["roles"]?.hasPrefix(
                    "problem roles: doctor_reader may not change into redline_recorder, "
                        + "redline_miner, redline_compliance, redline_admin: "
                ) == true
            )
        }
    }

    @Test("tells a login that may do all but make partitions from one that owns the tables")
    func ownership() async throws {
        try await MigratedDatabase.with { database in
            let member = try await lines(
                database,
                login: "doctor_member",
                grants: "grant \(Self.roles) to doctor_member"
            )
            #expect(
                member["roles"]
                    == "ok roles: doctor_member may change into all 8 of redline's roles."
            )
            #expect(member["ownership"]?.hasPrefix("problem ownership: ") == true)

            let change = """
                do $$ declare relation text; begin
                  for relation in select c.oid::regclass from pg_class c
                    where relnamespace = 'redline'::regnamespace and relkind in ('r', 'p')
                  loop execute 'alter table ' || relation || ' owner to doctor_keeper'; end loop;
                end $$
                """
            try await database.run("create role doctor_keeper")
            try await database.run(change)
            let almost = try await lines(
                database,
                login: "doctor_heir",
                grants: "grant doctor_keeper to doctor_heir"
            )
            #expect(
                almost["ownership"]
                    == "problem ownership: doctor_heir may not create tables in the "
                    + "schema redline: it makes no partitions, and records of a new week are refused. "
                    + "As the schema's owner: grant create on schema redline to doctor_heir;"
            )
            let heir = try await lines(
                database,
                login: "doctor_heir",
                grants: """
                    grant doctor_keeper, \(Self.roles) to doctor_heir;
                    grant usage, create on schema redline to doctor_heir
                    """
            )
            for name in ["roles", "ownership", "migrations", "partitions"] {
                #expect(heir[name]?.hasPrefix("ok ") == true, "\(heir[name] ?? "")")
            }
            try await database.run("drop owned by doctor_keeper cascade; drop role doctor_keeper")
        }
    }
}
