import RedlinePostgres

/// Whether this week and the coming two have their partitions.
struct PartitionCheck: DatabaseCheck {
    let name = "partitions"

    func finding(on connection: Connection) async throws -> Finding {
        var missing: [String] = []
        var lost: [String] = []
        var unlisted: [String] = []
        for row in try await connection.run(.stateOfPartitions) {
            let place = "\(try row["relation"].string ?? "") of \(try row["week"].string ?? "")"
            let isListed = try row["is_listed"].bool ?? false
            let isAttached = try row["is_attached"].bool ?? false
            switch (isListed, isAttached) {
            case (true, true): break
            case (false, false): missing.append(place)
            case (true, false): lost.append(place)
            case (false, true): unlisted.append(place)
            }
        }
        if !lost.isEmpty {
            return .problem(
                name,
                "redline.partition_week lists what is not there: \(lost.joined(separator: ", ")). "
                    + "Records of those weeks are refused.",
                "Delete those rows of redline.partition_week, and run redline migrate."
            )
        }
        if !unlisted.isEmpty {
            return .problem(
                name,
                "redline.partition_week does not list \(unlisted.joined(separator: ", ")), though "
                    + "there is such a partition. Making it again fails, and so do its records.",
                "Insert those rows into redline.partition_week (relation, week)."
            )
        }
        guard missing.isEmpty else {
            return .warning(
                name,
                "There is no partition yet for \(missing.joined(separator: ", ")). The first record "
                    + "of such a week has to make it.",
                "Run redline migrate; a running redline serve makes them each hour."
            )
        }
        return .ok(name, "This week and the coming two have their partitions.")
    }
}

extension RecordingStatement {
    fileprivate static let stateOfPartitions = Self("state_of_partitions")
}
