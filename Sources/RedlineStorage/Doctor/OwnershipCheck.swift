import RedlinePostgres

/// Whether the login may make the partitions that new weeks need.
struct OwnershipCheck: DatabaseCheck {
    let name = "ownership"

    func finding(on connection: Connection) async throws -> Finding {
        let row = try await connection.run(.ownersOfTables).first
        let login = try row?["login"].string ?? ""
        let owners = try row?["owners"].string ?? ""
        guard try row?["has_rights_of_owners"].bool == true else {
            return .problem(
                name,
                "\(login) has not the rights of \(owners), whose the tables are: it makes no "
                    + "partitions, and records of a new week are refused.",
                "Connect as \(owners), or: grant \(owners) to \(login);"
            )
        }
        guard try row?["may_create"].bool == true else {
            return .problem(
                name,
                "\(login) may not create tables in the schema redline: it makes no partitions, and "
                    + "records of a new week are refused.",
                "As the schema's owner: grant create on schema redline to \(login);"
            )
        }
        return .ok(name, "\(login) may make the partitions that new weeks need.")
    }
}

extension RecordingStatement {
    fileprivate static let ownersOfTables = Self("owners_of_tables")
}
