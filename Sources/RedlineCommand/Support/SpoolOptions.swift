import ArgumentParser
import Configuration
import Foundation
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

    func validate() throws {
        guard spoolLimit >= 1 << 20 else {
            throw ValidationError("--spool-limit is at least 1048576 bytes")
        }
    }

    /// The spool of a database: each has its own, so that no record ends up in another one.
    func open(for database: OpenDatabase) async throws -> Spool {
        let pool = database.pool(connections: 1)
        let installation = try await Installation(pool).id()
        await pool.shutdown()
        let folder = spool ?? "\(PrivateCluster().home)/spool"
        return try Spool(path: "\(folder)/\(installation).sqlite", limit: spoolLimit)
    }
}
