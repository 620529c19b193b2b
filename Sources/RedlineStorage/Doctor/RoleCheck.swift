import RedlinePostgres

/// Whether the login may change into the roles in which redline writes and reads.
struct RoleCheck: DatabaseCheck {
    let name = "roles"

    func finding(on connection: Connection) async throws -> Finding {
        let rows = try await connection.run(.rolesOfLogin)
        var absent: [String] = []
        var closed: [String] = []
        for row in rows {
            let role = try row["role_name"].string ?? ""
            if try row["is_there"].bool != true {
                absent.append(role)
            } else if try row["may_change"].bool != true {
                closed.append(role)
            }
        }
        let login = try rows.first?["login"].string ?? ""
        let mayMakeRoles = try rows.first?["may_make_roles"].bool ?? false
        if !closed.isEmpty {
            let names = closed.joined(separator: ", ")
            return .problem(
                name,
                "\(login) may not change into \(names): what redline does in them fails.",
                "As a role that may: grant \(names) to \(login);"
            )
        }
        guard !absent.isEmpty else {
            return .ok(name, "\(login) may change into all \(rows.count) of redline's roles.")
        }
        let names = absent.joined(separator: ", ")
        guard mayMakeRoles else {
            return .problem(
                name,
                "There is no \(names), and \(login) may not make roles.",
                "As a superuser: alter role \(login) createrole; and then run redline migrate."
            )
        }
        return .warning(name, "There is no \(names) yet.", "Run redline migrate, which makes them.")
    }
}

extension RecordingStatement {
    fileprivate static let rolesOfLogin = Self("roles_of_login")
}
