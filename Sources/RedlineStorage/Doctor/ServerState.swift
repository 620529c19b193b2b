import RedlinePostgres

/// What a server says of itself.
struct ServerState {
    var version: String
    /// As 150018 for 15.18.
    var versionNumber: Int
    var database: String
    var login: String
    var isStandby = false
    var isReadOnly = false
    /// The settings that durability hangs on, by name.
    var durability: [String: String] = [:]
    /// Whether redline's schema has come as far as its partitions.
    var hasPartitions = true
    /// Whether it has come as far as stages that are measured later.
    var hasPendingMeasures = true
    /// Whether it has come as far as roll-ups.
    var hasRollUps = true
    /// Whether it has come as far as files in a folder.
    var hasFilesFolder = true
}

extension ServerState {
    static let durabilitySettings = ["fsync", "synchronous_commit", "full_page_writes"]

    init(on connection: Connection) async throws {
        guard let row = try await connection.run(.describeServer).first else {
            preconditionFailure("a select without a from gives a row")
        }
        version = try row["version"].string ?? ""
        versionNumber = try row["version_number"].int ?? 0
        database = try row["database"].string ?? ""
        login = try row["login"].string ?? ""
        isStandby = try row["is_standby"].bool ?? false
        isReadOnly = try row["is_read_only"].bool ?? false
        for name in Self.durabilitySettings { durability[name] = try row[name].string }
        hasPartitions = try row["has_partitions"].bool ?? false
        hasPendingMeasures = try row["has_pending_measures"].bool ?? false
        hasRollUps = try row["has_rollups"].bool ?? false
        hasFilesFolder = try row["has_files_folder"].bool ?? false
    }

    /// Whether the server is one that redline can work with.
    var finding: Finding {
        let floor = PostgresInstallation.oldestMajor
        // Debian and others add their own words to the version.
        let short = version.prefix { $0 != " " }
        guard versionNumber >= floor * 10_000 else {
            return .problem(
                "database",
                "The server is PostgreSQL \(short), and redline needs \(floor) or newer.",
                "Upgrade the server, or name another database with --database-url."
            )
        }
        guard !isStandby, !isReadOnly else {
            let reason = isStandby ? "The server is a standby" : "The session is read-only"
            return .problem(
                "database",
                "\(reason): nothing can be recorded there.",
                isStandby
                    ? "Name the primary server with --database-url."
                    : "Set default_transaction_read_only to off for this login and database."
            )
        }
        return .ok("database", "PostgreSQL \(short) answers: database \(database) as \(login).")
    }

    /// Whether what was committed is still there after a crash or a power cut.
    var durabilityFinding: Finding {
        let name = "durability"
        let off = Self.durabilitySettings.filter { durability[$0] == "off" }
        guard !off.isEmpty else {
            return .ok(name, "What is committed is on the disk before it is answered.")
        }
        let losesOnlyTheLast = off == ["synchronous_commit"]
        return .warning(
            name,
            off.joined(separator: ", ") + (off.count == 1 ? " is" : " are") + " off: "
                + (losesOnlyTheLast
                    ? "a crash can lose records that were already answered with 201."
                    : "a power cut can destroy the database."),
            "Set \(off.count == 1 ? "it" : "them") to on in the server's settings, and reload them."
        )
    }
}

extension RecordingStatement {
    fileprivate static let describeServer = Self("describe_server")
}
