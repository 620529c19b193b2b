import ArgumentParser
import Configuration
import Redline
import RedlinePostgres
import RedlineStorage

/// Where records wait while the database is away.
struct SpoolOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder for records that wait while the database is away (REDLINE_HOME/spool).",
            valueName: "folder"
        )
    )
    var spool: String?
    @Option(
        help: ArgumentHelp("The bytes that the spool may take on the disk.", valueName: "bytes")
    )
    var spoolLimit: Int = Spool.standardLimit

    /// How long a database may take to say which one it is.
    private static let patience = Duration.seconds(15)

    func validate() throws {
        guard spoolLimit >= 1 << 20 else {
            throw ValidationError("--spool-limit is at least 1048576 bytes")
        }
    }

    /// The spool of a database: each has its own, so that no record ends up in another one.
    ///
    /// While the database is away, it is the spool of the one that was last found there.
    ///
    /// `absence` is why it does not answer, where that is known already.
    func open(
        for database: OpenDatabase,
        absence: (any Error)? = nil
    ) async throws -> OpenSpool {
        let folder = spool ?? "\(PrivateCluster().home)/spool"
        let memory = InstallationMemory(folder: folder)
        let options = database.options()
        var found: String?
        var absence = absence
        if absence == nil {
            do {
                found = try await Self.installation(options)
            } catch let error where error.isOfAbsence {
                absence = error
            }
        }
        guard let installation = try found ?? memory.recall(options) else {
            let reason = absence.map { "\($0)" } ?? ""
            throw CommandError(
                "the database does not answer, and in \(folder) nothing says which spool is its "
                    + "own; once it has answered here, redline starts without it too: \(reason)"
            )
        }
        let spool = try Spool(path: "\(folder)/\(installation).sqlite", limit: spoolLimit)
        if found != nil {
            do {
                try memory.remember(installation, options)
            } catch {
                Messages.say("redline will not start while the database is away: \(error)")
            }
        }
        return OpenSpool(spool: spool, installation: installation, absence: absence)
    }

    private static func installation(_ options: ConnectionOptions) async throws -> String {
        let pool = ConnectionPool(options, limits: .init(connections: 1))
        let id = try await withPatience(patience) { try await Installation(pool).id() }
        await pool.shutdown()
        return id
    }
}

/// The spool of a database.
struct OpenSpool {
    let spool: Spool
    /// The id of the database that it belongs to.
    let installation: String
    /// Why that database does not answer; nil where it does.
    let absence: (any Error)?
}
