import Foundation

extension PrivateCluster {
    /// Makes an empty cluster with the role and the database of redline; the caller holds the lock.
    ///
    /// Everything is made in a folder with a name of its own, which gets the final name when it is
    /// complete; a crash on the way leaves only that folder, and the next start removes it.
    func create(_ progress: (String) -> Void) throws -> ClusterLayout {
        let installed = try PostgresInstallation.newest(environment: environment)
        let user = try ClusterUser.forNewCluster(in: home)
        let layout = try layoutForNewCluster(user, progress)
        guard !layout.hasData else { return layout }
        progress("Making a PostgreSQL \(installed.major) cluster in \(layout.base) (once).")
        let fresh = "\(layout.dataFolder).new-\(UInt32.random(in: 0...UInt32.max))"
        try PrivateFolder.make(fresh, mode: 0o700, owner: (user.id, user.groupID))
        do {
            try initialise(fresh, installed, user)
            try makeDatabase(fresh, installed, user)
            guard rename(fresh, layout.dataFolder) == 0 else {
                throw PrivateFolder.notUsable(layout.dataFolder, errno)
            }
            try PrivateFolder.flush(layout.base)
        } catch {
            try? FileManager.default.removeItem(atPath: fresh)
            throw error
        }
        return layout
    }

    private func initialise(
        _ folder: String,
        _ installed: PostgresInstallation,
        _ user: ClusterUser
    ) throws {
        var outcome = try runInitdb(folder, "C.UTF-8", installed, user)
        if !outcome.succeeded && outcome.output.contains("invalid locale name") {
            // The encoding stays UTF-8; only upper and lower case of letters beyond ASCII suffer.
            outcome = try runInitdb(folder, "C", installed, user)
        }
        guard outcome.succeeded else {
            throw PrivateClusterError.fromServer(
                .creationFailed,
                "The PostgreSQL cluster could not be made in \(home).",
                output: outcome.lines
            )
        }
        let owner = (user.id, user.groupID)
        let files = [
            "pg_hba.conf": ClusterSettings.accessRules,
            "custom.conf": ClusterSettings.emptyCustomSettings,
        ]
        for (name, text) in files {
            try PrivateFolder.write(text, to: "\(folder)/\(name)", mode: 0o600, owner: owner)
        }
    }

    private func runInitdb(
        _ folder: String,
        _ locale: String,
        _ installed: PostgresInstallation,
        _ user: ClusterUser
    ) throws -> ClusterCommand.Outcome {
        let options = [
            "--pgdata=\(folder)", "--username=postgres", "--auth=trust", "--encoding=UTF8",
            // Keys are compared byte by byte: every index is quicker, and the order is the same
            // wherever the data go.
            "--locale=\(locale)", "--lc-collate=C", "--data-checksums", "--no-instructions",
        ]
        let words = try user.handOver() + [installed.program("initdb")] + options
        return try ClusterCommand(words: words).run()
    }

    /// Makes the role and the database without a running server, so that none has to be waited for.
    private func makeDatabase(
        _ folder: String,
        _ installed: PostgresInstallation,
        _ user: ClusterUser
    ) throws {
        let options = ["--single", "-D", folder, "-c", "exit_on_error=true", "postgres"]
        let outcome = try ClusterCommand(
            words: try user.handOver() + [installed.program("postgres")] + options,
            // One statement a line.
            input: """
                CREATE ROLE \(Self.name) LOGIN CREATEROLE
                CREATE DATABASE \(Self.name) OWNER \(Self.name)

                """
        ).run()
        guard outcome.succeeded else {
            throw PrivateClusterError.fromServer(
                .creationFailed,
                "The database could not be made in the new cluster in \(home).",
                output: outcome.lines
            )
        }
    }

    /// Removes what tries that were cut off have left behind.
    func removeLeftovers(_ layout: ClusterLayout) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: layout.base)) ?? []
        for name in names where name.hasPrefix("data.new-") {
            // What resists does no harm: the next folder has another name. (An initdb whose redline
            // was killed may still be filling it; then the next start removes it.)
            try? FileManager.default.removeItem(atPath: "\(layout.base)/\(name)")
        }
    }
}
