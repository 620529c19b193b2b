import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Redline
import RedlinePostgres
import RedlineServer
import RedlineStorage
import ServiceLifecycle

/// The command `redline serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "The HTTP service.",
        discussion: """
            At the first start it makes an admin key and shows it, once. SIGTERM stops it: what is \
            in flight is finished first.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions
    @Option(help: ArgumentHelp("Where to listen.", valueName: "address:port"))
    var listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8080)
    @Flag(help: "Take X-User-Id alone for who asks. Only on a network that you trust.")
    var trustUserHeader = false
    @Option(
        help: ArgumentHelp(
            "After so long, a client that sends nothing is cut off, and a body has to be there.",
            valueName: "seconds"
        )
    )
    var clientTimeout: Int = RedlineService.Configuration.standardClientTimeout
    @Flag(help: "Listen beyond this machine without TLS.")
    var insecure = false

    func validate() throws {
        guard (1...3_600).contains(clientTimeout) else {
            throw ValidationError("--client-timeout is 1 to 3600 seconds")
        }
        guard listen.isLoopback || insecure else {
            throw ValidationError(
                "\(listen.host) can be reached from other machines, and there is no TLS: listen on "
                    + "127.0.0.1 behind a proxy that has it, or say --insecure"
            )
        }
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        var logger = Logger(label: "redline")
        logger.logLevel = .info
        let pool = ConnectionPool(
            opened.options(
                statementTimeoutMilliseconds: 60_000,
                lockTimeoutMilliseconds: 10_000
            ),
            limits: .init(connections: 8)
        )
        let keyPool = ConnectionPool(
            opened.options(statementTimeoutMilliseconds: 10_000, lockTimeoutMilliseconds: 5_000),
            limits: .init(connections: 2)
        )
        let options = opened.options(
            statementTimeoutMilliseconds: 60_000,
            lockTimeoutMilliseconds: 10_000
        )
        let spool = try await spooling.open(for: opened)
        let intake = RecordIntake(options, spool: spool)
        if let first = try await KeyStore(pool).createFirst(name: "first") {
            Messages.say("The first admin key, which is not shown again: \(first.secret)")
        }
        let service = try RedlineService(
            .init(
                host: listen.host,
                port: listen.port,
                trustsUserHeader: trustUserHeader,
                clientTimeout: clientTimeout
            ),
            pool: pool,
            keyPool: keyPool,
            intake: intake,
            logger: logger
        )
        let drain = SpoolDrain(
            options,
            spool: spool,
            presence: intake.presence,
            idempotency: IdempotencyKeys(pool),
            counts: intake.counts
        ) { [logger] id, reason in
            logger.error(
                "a record of the spool was refused",
                metadata: ["id": "\(id)", "reason": "\(reason)"]
            )
        }
        let host = listen.host
        let application = service.application { port in
            Messages.say("redline listens on http://\(host):\(port)")
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: PartitionsAhead(pool: pool, logger: logger)),
                    .init(service: Draining(drain: drain, logger: logger)),
                    .init(
                        service: application,
                        successTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
        await intake.close()
        await drain.close()
        await keyPool.shutdown()
        await pool.shutdown()
        spool.close()
    }
}

/// Makes the partitions of the coming weeks while the service runs.
private struct PartitionsAhead: Service {
    let pool: ConnectionPool
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await Partitions(pool).makeAhead()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("the coming weeks' partitions were not made: \(error)")
                }
                do {
                    try await Task.sleep(for: .seconds(3_600))
                } catch {
                    return
                }
            }
        }
    }
}

/// Moves what waits in the spool into the database while the service runs.
private struct Draining: Service {
    let drain: SpoolDrain
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await drain.run { logger.error("the spool was not drained: \($0)") }
        }
    }
}

/// An address and a port.
struct ListenAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        let host = argument[..<colon].trimmingPrefix("[")
        self.init(host: host.isEmpty ? "0.0.0.0" : String(host.filter { $0 != "]" }), port: port)
    }

    var defaultValueDescription: String { "\(host):\(port)" }

    /// Whether only this machine reaches it.
    var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
