import Foundation

extension PrivateCluster {
    /// Stops the server: running requests are broken off, nothing that was recorded is lost.
    ///
    /// Waits up to a minute for it to end.
    ///
    /// - Returns: Whether there was a server to stop.
    /// - Throws: ``PrivateClusterError`` with the reason `stopFailed`.
    @discardableResult
    public func stop() async throws -> Bool {
        // Nothing is made for the sake of stopping it.
        guard access("\(home)/lock", F_OK) == 0 else { return false }
        return try await Self.offTheSharedThreads {
            let lock = try lockHome { _ in }
            defer { withExtendedLifetime(lock) {} }
            let layout = try layout()
            guard let server = Postmaster(dataFolder: layout.dataFolder) else { return false }
            guard server.isServer(of: layout.dataFolder) else {
                guard try runningServer() != nil else { return false }
                throw PrivateClusterError(
                    .stopFailed,
                    "PostgreSQL answers, but its process \(server.pid) cannot be seen from here.",
                    advice: "Stop it where it was started, perhaps in another container."
                )
            }
            try end(server, layout)
            return true
        }
    }

    /// Asks a server of this data folder to end at once but in order, and waits until it has.
    func end(_ server: Postmaster, _ layout: ClusterLayout) throws {
        guard kill(server.pid, SIGINT) == 0 || errno == ESRCH else {
            throw PrivateClusterError(
                .stopFailed,
                "PostgreSQL (pid \(server.pid)) cannot be stopped: \(String(cString: strerror(errno))).",
                advice: "Run redline as the user that started it."
            )
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while server.isServer(of: layout.dataFolder) {
            guard ContinuousClock.now < deadline else {
                throw PrivateClusterError(
                    .stopFailed,
                    "PostgreSQL (pid \(server.pid)) has not ended within a minute.",
                    advice:
                        "It may be writing much to a slow disk; look again with redline db status."
                )
            }
            usleep(10_000)
        }
    }
}
