import Foundation

/// Whether the private cluster can run, and does; it is not started for that.
struct ClusterCheck {
    /// What there is of the cluster.
    struct Outcome: Sendable {
        var findings: [Finding] = []
        /// How to connect; nil where the cluster does not run.
        var connection: String?
        /// Where the data lie, or would lie; nil where that cannot be told.
        var dataFolder: String?
    }

    let cluster: PrivateCluster

    func outcome() async -> Outcome {
        // Asking a program for its version waits for it.
        let outcome = try? await PrivateCluster.offTheSharedThreads {
            var outcome = Outcome()
            outcome.dataFolder = try? cluster.layout().dataFolder
            outcome.findings = [programs(), running(&outcome)]
            return outcome
        }
        return outcome ?? Outcome()
    }

    private func programs() -> Finding {
        let name = "programs"
        do {
            let layout = try cluster.layout()
            let installed =
                layout.hasData
                ? try PostgresInstallation.matching(
                    dataFolder: layout.dataFolder,
                    environment: cluster.environment
                )
                : try PostgresInstallation.newest(environment: cluster.environment)
            return .ok(name, "PostgreSQL \(installed.version) is in \(installed.folder).")
        } catch {
            return .notChecked(name, error)
        }
    }

    private func running(_ outcome: inout Outcome) -> Finding {
        let name = "cluster"
        do {
            switch try cluster.status() {
            case .running(let server):
                outcome.connection = try cluster.connectionString()
                return .ok(
                    name,
                    "The private cluster runs (pid \(server.pid)); its data lie in "
                        + "\(server.dataFolder)."
                )
            case .stopped:
                return .warning(
                    name,
                    "The private cluster in \(cluster.home) does not run, so the database was not "
                        + "checked.",
                    "Run redline db start, and look again."
                )
            case .notCreated:
                return .warning(
                    name,
                    "There is no private cluster in \(cluster.home) yet, so no database was checked.",
                    "It is made when it is first needed; run redline db start to make it now."
                )
            }
        } catch {
            return .notChecked(name, error)
        }
    }
}
