import ArgumentParser
import Foundation
import Redline
import RedlineRendering
import RedlineStorage

/// The command `redline db`.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "The private PostgreSQL cluster.",
        subcommands: [Start.self, Stop.self, Status.self, URL.self, Psql.self]
    )

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the cluster; make it where there is none yet."
        )

        func run() async throws {
            let connection = try await PrivateCluster().ensureRunning { Messages.say($0) }
            try await OpenDatabase(connection: connection, isPrivate: true).migrate {
                Messages.say("applying migration \($0)")
            }
            Messages.say("The private cluster is running.")
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the cluster.")

        func run() async throws {
            let wasRunning = try await PrivateCluster().stop()
            Messages.say(
                wasRunning
                    ? "The private cluster has stopped." : "The private cluster was not running."
            )
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whether the cluster runs, where it lies and how large it is."
        )

        func run() async throws {
            let cluster = PrivateCluster()
            var rows = [["home", cluster.home]]
            switch try cluster.status() {
            case .notCreated: rows.append(["state", "not made yet"])
            case .stopped: rows.append(["state", "stopped"])
            case .running(let server):
                rows += [
                    ["state", "running"], ["pid", "\(server.pid)"],
                    ["PostgreSQL", server.version], ["data", server.dataFolder],
                    ["size", "\(GroupedNumber(server.dataBytes)) bytes"],
                    ["socket", server.socket], ["since", "\(server.since.formatted(.iso8601))"],
                ]
            }
            let width = rows.map { $0[0].count }.max() ?? 0
            for row in rows {
                let name = row[0] + String(repeating: " ", count: width - row[0].count)
                try Terminal.write("\(name)  \(row[1])\n")
            }
        }
    }

    struct URL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "url",
            abstract: "The connection string of the cluster, for psql and other programs."
        )

        func run() async throws {
            let connection = try await PrivateCluster().ensureRunning { Messages.say($0) }
            try Terminal.write(connection + "\n")
        }
    }

    struct Psql: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "psql",
            abstract: "A psql session in the cluster; what follows goes to psql."
        )

        @Argument(parsing: .captureForPassthrough, help: "Arguments for psql.")
        var arguments: [String] = []

        func run() async throws {
            let cluster = PrivateCluster()
            _ = try await cluster.ensureRunning { Messages.say($0) }
            let line = try cluster.psqlArguments() + arguments
            var pointers = line.map { strdup($0) }
            pointers.append(nil)
            // psql takes the place of this process, with its terminal.
            execv(line[0], pointers)
            throw CommandError("psql cannot be run: \(String(cString: strerror(errno)))")
        }
    }
}
