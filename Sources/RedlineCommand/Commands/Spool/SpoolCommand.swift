import ArgumentParser
import Redline
import RedlinePostgres
import RedlineStorage

/// The command `redline spool`.
struct SpoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "Records that wait on local disk for the database.",
        subcommands: [
            SpoolStatusCommand.self, SpoolDrainCommand.self, SpoolRefusedCommand.self,
            SpoolRetryCommand.self, SpoolDiscardCommand.self,
        ]
    )
}

struct SpoolStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what waits, since when, and how much room there is."
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions

    func run() async throws {
        let spool = try await spooling.open(for: try await database.open()).spool
        let status = try await spool.status()
        spool.close()
        print("waiting   \(status.waiting)")
        print("delayed   \(status.delayed)")
        print("oldest    \(status.oldest.map { "\($0)" } ?? "-")")
        print("refused   \(status.refused)")
        print("set aside \(status.refusedBytes) bytes of \(status.refusedLimit)")
        print("size      \(status.bytes) bytes of \(status.limit)")
    }
}

struct SpoolDrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Move what waits into the database now.",
        discussion: """
            A running service does so by itself. Records that the database refuses stay in the spool, \
            set aside, and so do those that take too long, which are tried again later; the exit \
            status is 2 then.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let spool = try await spooling.open(for: opened).spool
        let pool = opened.pool()
        let drain = SpoolDrain(
            opened.options(),
            spool: spool,
            presence: DatabasePresence(),
            idempotency: IdempotencyKeys(pool)
        ) { notice in
            switch notice {
            case .refused(let id, let reason): Messages.say("\(id): \(reason)")
            case .discarded(let id, _):
                Messages.say("\(id): was refused before and is discarded to make way")
            case .delayed(let id): Messages.say("\(id): takes too long, and waits apart")
            }
        }
        let tally = try await drain.drain()
        await drain.close()
        await pool.shutdown()
        spool.close()
        let delayed = tally.delayed > 0 ? ", \(tally.delayed) take too long" : ""
        Messages.say("\(tally.moved) recorded, \(tally.refused) refused\(delayed)")
        if tally.refused + tally.delayed > 0 { throw ExitCode(2) }
    }
}
