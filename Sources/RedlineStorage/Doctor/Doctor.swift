import Redline
import RedlinePostgres

/// Checks the set-up and says what to mend; changes nothing and starts nothing.
public struct Doctor: Sendable {
    private let connection: String?
    private let cluster: PrivateCluster
    private let spoolFolder: String
    private let spoolLimit: Int
    private let filesFolder: FilesFolder?

    private static let connectTimeoutSeconds = 5
    private static let statementTimeoutMilliseconds = 10_000
    private static let lockTimeoutMilliseconds = 2_000
    /// For a server that no longer answers at all, not even that a statement took too long.
    private static let patience = Duration.seconds(15)

    /// Creates a doctor.
    ///
    /// - Parameters:
    ///   - connection: The database as libpq takes it; nil for the private cluster.
    ///   - cluster: The private cluster.
    ///   - spoolFolder: Where spools lie; nil for the cluster's home.
    ///   - spoolLimit: The bytes that a spool may take.
    ///   - filesFolder: The folder of files; nil where none is named.
    public init(
        connection: String?,
        cluster: PrivateCluster = PrivateCluster(),
        spoolFolder: String? = nil,
        spoolLimit: Int = Spool.standardLimit,
        filesFolder: FilesFolder? = nil
    ) {
        self.connection = connection
        self.cluster = cluster
        self.spoolFolder = spoolFolder ?? "\(cluster.home)/spool"
        self.spoolLimit = spoolLimit
        self.filesFolder = filesFolder
    }

    /// Everything that was found, in the order in which one thing needs the other.
    public func findings() async -> [Finding] {
        var findings: [Finding] = []
        var connection = connection
        var dataFolder: String?
        if connection == nil {
            let outcome = await ClusterCheck(cluster: cluster).outcome()
            findings += outcome.findings
            connection = outcome.connection
            dataFolder = outcome.dataFolder
        }
        var installation: String?
        if let connection {
            let (found, id) = await databaseFindings(connection)
            findings += found
            installation = id
        }
        let spool = SpoolCheck(folder: spoolFolder, limit: spoolLimit, installation: installation)
        findings += await spool.findings(at: .now)
        findings.append(DiskCheck(name: "spool disk", folder: spoolFolder).finding())
        if let filesFolder {
            findings.append(DiskCheck(name: "files disk", folder: filesFolder.path).finding())
        }
        if let dataFolder {
            findings.append(DiskCheck(name: "data disk", folder: dataFolder).finding())
        }
        return findings
    }

    private func databaseFindings(
        _ connectionString: String
    ) async -> (findings: [Finding], installation: String?) {
        let connection: Connection
        let server: ServerState
        let options = options(connectionString)
        do {
            (connection, server) = try await withPatience(Self.patience) {
                let connection = try await Connection.connect(options)
                return (connection, try await ServerState(on: connection))
            }
        } catch {
            let unreachable = Finding.problem(
                "database",
                "The database cannot be reached: \(SafeReason(error)).",
                "See whether the server runs, and whether --database-url, REDLINE_DATABASE_URL or "
                    + "the PG* variables name it rightly."
            )
            return ([unreachable], nil)
        }
        var checks: [any DatabaseCheck] = [
            ClockCheck(), MigrationCheck(isPrivate: self.connection == nil), RoleCheck(),
        ]
        if server.hasPartitions { checks += [OwnershipCheck(), PartitionCheck()] }
        if server.hasPendingMeasures { checks.append(MeasureCheck()) }
        if server.hasRollUps { checks.append(RollUpCheck()) }
        if server.hasFilesFolder { checks.append(FilesFolderCheck(folder: filesFolder)) }
        var findings = [server.finding, server.durabilityFinding]
        for check in checks {
            do {
                findings.append(
                    try await withPatience(Self.patience) {
                        try await check.finding(on: connection)
                    }
                )
            } catch {
                findings.append(.notChecked(check.name, error))
                // What comes after would wait behind the same statement.
                if error is OutOfPatience { return (findings, nil) }
            }
        }
        // Without it, all spools are looked at.
        let installation = try? await withPatience(Self.patience) {
            try await connection.run(.installation).first?["id"].string
        }
        await connection.close()
        return (findings, installation ?? nil)
    }

    private func options(_ connectionString: String) -> ConnectionOptions {
        ConnectionOptions(
            connectionString,
            applicationName: "redline doctor",
            connectTimeoutSeconds: Self.connectTimeoutSeconds,
            statementTimeoutMilliseconds: Self.statementTimeoutMilliseconds,
            lockTimeoutMilliseconds: Self.lockTimeoutMilliseconds
        )
    }
}
