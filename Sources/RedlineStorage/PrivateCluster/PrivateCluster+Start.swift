import Foundation

extension PrivateCluster {
    /// Makes the cluster where it is missing and starts it where it does not run, one process at a time.
    func bringUp(_ progress: (String) -> Void) throws -> Postmaster {
        let lock = try lockHome(progress)
        defer { withExtendedLifetime(lock) {} }
        if let server = try runningServer() { return server }
        var layout = try layout()
        if !layout.hasData {
            layout = try create(progress)
        }
        removeLeftovers(layout)
        try remember(layout)
        guard let owner = PrivateFolder.owner(of: layout.dataFolder) else {
            throw PrivateFolder.notUsable(layout.dataFolder, errno)
        }
        let user = try ClusterUser.forCluster(at: layout.dataFolder, ownedBy: owner)
        try clearTheWay(layout, progress)
        if let server = try runningServer() { return server }
        return try start(layout, user, progress)
    }

    /// Deals with what an earlier server left: one that is still coming or going, one whose socket is
    /// lost, one that was killed.
    private func clearTheWay(_ layout: ClusterLayout, _ progress: (String) -> Void) throws {
        guard let server = Postmaster(dataFolder: layout.dataFolder) else { return }
        guard server.isServer(of: layout.dataFolder) else {
            // PostgreSQL takes any process with the old pid for the old server and does not start.
            // It has a second guard, so that two servers cannot come of this: it sees whether
            // anything still uses the shared memory that belongs to the data folder.
            if server.isPidInUse { unlink("\(layout.dataFolder)/postmaster.pid") }
            endOrphans(layout, progress)
            return
        }
        let start = ContinuousClock.now
        var hasTold = false
        while server.isServer(of: layout.dataFolder) {
            if try runningServer() != nil { return }
            let now = Postmaster(dataFolder: layout.dataFolder)
            let isLost = now?.isReady == true && ClusterSocket.probe(server.socketPath) == .missing
            if isLost {
                progress("The socket of PostgreSQL is gone; restarting it.")
                return try end(server, layout)
            }
            if !hasTold && ContinuousClock.now - start > .seconds(2) {
                hasTold = true
                progress("PostgreSQL is \(now?.state ?? "stopping"); waiting for it.")
            }
            guard now?.isReady != true || ContinuousClock.now - start < .seconds(30) else {
                throw PrivateClusterError(
                    .startFailed,
                    "PostgreSQL runs (pid \(server.pid)) but does not answer at \(server.socketPath).",
                    advice: "Restart it: redline db stop, redline db start"
                )
            }
            usleep(20_000)
        }
    }

    /// Ends what a killed server left at work: its processes notice only when their query is done, and
    /// until then no other server can have the data.
    private func endOrphans(_ layout: ClusterLayout, _ progress: (String) -> Void) {
        let deadline = ContinuousClock.now + .seconds(15)
        let patience = ContinuousClock.now + .seconds(1)
        var hasTold = false
        while ContinuousClock.now < deadline {
            let orphans = ServerProcess.all(in: layout.dataFolder)
            if orphans.isEmpty { return }
            if ContinuousClock.now > patience {
                if !hasTold { progress("Ending what is left of a PostgreSQL that was killed.") }
                hasTold = true
                // The way its own server would end them after a crash.
                for orphan in orphans { kill(orphan.pid, SIGQUIT) }
            }
            usleep(50_000)
        }
    }

    private func start(
        _ layout: ClusterLayout,
        _ user: ClusterUser,
        _ progress: (String) -> Void
    ) throws -> Postmaster {
        let installed = try PostgresInstallation.matching(
            dataFolder: layout.dataFolder,
            environment: environment
        )
        progress("Starting PostgreSQL \(installed.version).")
        let socketFolder = try makeSocketFolder(layout, user)
        try writeSettings(layout, user, installed)
        unlink(layout.startLog)
        // pg_ctl detaches the server from this terminal and notices when it ends early. The time
        // is a day: after a crash there may be much to replay.
        let options = [
            "start", "--wait", "--silent", "--timeout=86400", "--pgdata=\(layout.dataFolder)",
            "--log=\(layout.startLog)", "--options=-c unix_socket_directories=\(socketFolder)",
        ]
        let words = try user.handOver() + [installed.program("pg_ctl")] + options
        let outcome = try ClusterCommand(words: words).run { seconds in
            if seconds % 5 == 3 {
                progress(
                    "PostgreSQL is still starting, after \(seconds) s (it may have a crash to mend)."
                )
            }
        }
        guard outcome.succeeded, let server = try runningServer() else {
            let said = serverLines(layout)
            throw PrivateClusterError.fromServer(
                .startFailed,
                "PostgreSQL did not start; its data is in \(layout.dataFolder).",
                output: said.isEmpty ? outcome.lines : said
            )
        }
        return server
    }

    /// Makes, or takes up again, a folder for the socket that nobody else can enter.
    private func makeSocketFolder(_ layout: ClusterLayout, _ user: ClusterUser) throws -> String {
        let folders = layout.socketFolders(owner: user.id, environment: environment)
        for folder in folders {
            let owner = (user.id, user.groupID)
            guard (try? PrivateFolder.make(folder, mode: 0o700, owner: owner)) != nil else {
                continue
            }
            guard PrivateFolder.isPrivate(folder, to: user.id) else { continue }
            // A killed server leaves locks on its sockets with its pid, which somebody else may have now.
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where name.hasSuffix(".lock") {
                unlink("\(folder)/\(name)")
            }
            return folder
        }
        throw PrivateClusterError(
            .folderNotUsable,
            "There is no folder that is \(user.name)'s alone for PostgreSQL's socket; tried were "
                + "\(folders.joined(separator: " and ")).",
            advice: "Remove what is there, or set REDLINE_HOME to a shorter path."
        )
    }

    private func writeSettings(
        _ layout: ClusterLayout,
        _ user: ClusterUser,
        _ installed: PostgresInstallation
    ) throws {
        // Not every PostgreSQL is built with lz4; this one is asked.
        let question = [
            "-D", layout.dataFolder, "-c", "wal_compression=lz4", "-C", "wal_compression",
        ]
        let words = try user.handOver() + [installed.program("postgres")] + question
        let settings = ClusterSettings(
            memoryBytes: ClusterSettings.availableMemoryBytes(),
            walCompression: try ClusterCommand(words: words).run().succeeded ? "lz4" : "pglz",
            sharedMemoryType: ClusterSettings.usableSharedMemoryType()
        )
        let path = "\(layout.dataFolder)/postgresql.conf"
        guard FileManager.default.contents(atPath: path) != Data(settings.text.utf8) else { return }
        try PrivateFolder.write(
            settings.text,
            to: path,
            mode: 0o600,
            owner: (user.id, user.groupID)
        )
    }

    /// What the server wrote in this start: in its log, and before that was open.
    private func serverLines(_ layout: ClusterLayout) -> [String] {
        let logFolder = "\(layout.dataFolder)/log"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: logFolder)) ?? []
        func changed(_ path: String) -> Int {
            var found = stat()
            return stat(path, &found) == 0 ? found.st_mtim.tv_sec : 0
        }
        func lines(_ path: String) -> [String] {
            let data = FileManager.default.contents(atPath: path) ?? Data()
            return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        let newest = names.map { "\(logFolder)/\($0)" }.max { changed($0) < changed($1) }
        let logged = newest.map(lines) ?? []
        let first = logged.lastIndex { $0.contains("starting PostgreSQL") } ?? logged.endIndex
        return lines(layout.startLog).suffix(8) + logged[first...]
    }
}
