import ArgumentParser
import Foundation
import Hummingbird
import Logging
import NIOCore
import Redline
import RedlineAnalytics
import RedlineCapture
import RedlineExport
import RedlineOpenID
import RedlinePostgres
import RedlineServer
import RedlineStorage
import RedlineTelemetry
import RedlineTools
import ServiceLifecycle

/// The command `redline serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "The HTTP service.",
        discussion: """
            At the first start it makes an admin key and shows it, once. SIGTERM stops it: what is \
            in flight is finished first. SIGHUP makes it read the certificate again and look up \
            each key anew.
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
    @OptionGroup var tls: TLSOptions
    @OptionGroup var redacting: RedactionOptions
    @OptionGroup var exporting: ExportOptions
    @OptionGroup var telemetry: TelemetryOptions
    @OptionGroup var tooling: ToolOptions
    @OptionGroup var signIn: OpenIDOptions
    @Flag(help: "Listen beyond this machine without TLS.")
    var insecure = false

    func validate() throws {
        do {
            _ = try UpstreamSettings(environment: ProcessInfo.processInfo.environment)
            _ = try tooling.registry
            _ = try signIn.settings
        } catch {
            throw ValidationError("\(error)")
        }
        guard (1...3_600).contains(clientTimeout) else {
            throw ValidationError("--client-timeout is 1 to 3600 seconds")
        }
        guard listen.isLoopback || tls.files != nil || insecure else {
            throw ValidationError(
                "\(listen.host) can be reached from other machines, and there is no TLS: name "
                    + "--tls-certificate and --tls-key, listen on 127.0.0.1 behind a proxy that "
                    + "has TLS, or say --insecure"
            )
        }
    }

    func run() async throws {
        let certificate = try tls.files.map { try ServerCertificate($0) }
        let opened = try await database.open()
        let absence = try await opened.absence()
        let logger = Logger(label: "redline") { _ in LogLines() }
        certificate?.warnOfTime(logger)
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
        let place = try await spooling.open(for: opened, absence: absence)
        let spool = place.spool
        let presence = DatabasePresence(isKnown: place.absence == nil)
        if let absence = place.absence {
            logger.error("the database does not answer, records go into the spool: \(absence)")
        }
        let redaction = try await redacting.redaction(
            for: opened,
            isAway: place.absence != nil
        )
        let intake = RecordIntake(
            options,
            spool: spool,
            presence: presence,
            redaction: redaction
        )
        let rollUps = RollUps(options, counts: intake.counts)
        let folder = exporting.keeping.place.files(pool)
        if place.absence == nil { try await check(folder, pool) }
        let erasures = OwnerErasures(pool, options, folder: folder)
        let exports = try exporting.workflows(
            intake: intake,
            reader: RecordReader(pool),
            files: exporting.keeping.store(pool, folder),
            logger: logger
        )
        let upstream = try UpstreamSettings(environment: ProcessInfo.processInfo.environment)
        let proxy = ChatProxy(upstream, intake: intake, logger: logger)
        let capture = TelemetryIntake(
            intake,
            store: TraceStore(pool),
            settings: telemetry.settings
        )
        let assistant = Assistant(
            try exporting.settings,
            registry: try tooling.registry,
            intake: intake,
            reader: RecordReader(pool),
            logger: logger
        )
        let openID = try signIn.settings.map { OpenIDSignIn($0) { .now } }
        // Shown once: not by a start that something in the settings ends.
        if place.absence == nil { try await FirstKey(pool).make() }
        let service = try RedlineService(
            .init(
                host: listen.host,
                port: listen.port,
                trustsUserHeader: trustUserHeader,
                clientTimeout: clientTimeout,
                certificate: certificate,
                openID: openID
            ),
            pool: pool,
            keyPool: keyPool,
            intake: intake,
            rollUps: rollUps,
            erasures: erasures,
            exports: exports,
            proxy: proxy,
            telemetry: capture,
            assistant: assistant,
            logger: logger
        )
        let drain = SpoolDrain(
            options,
            spool: spool,
            presence: intake.presence,
            idempotency: IdempotencyKeys(pool),
            counts: intake.counts,
            admission: DatabaseAdmission(place.installation, redactionKey: redaction?.key)
        ) { [logger] in $0.log(logger) }
        let measuring = LateMeasuring(options, counts: intake.counts)
        let origin = (certificate == nil ? "http://" : "https://") + listen.urlHost
        let application = service.application { port in
            Messages.say("redline listens on \(origin):\(port)")
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    // Services end in the order from the last to the first: no request is under way
                    // any more when this one does.
                    .init(service: Exporting(exports: exports)),
                    .init(service: Capturing(proxy: proxy)),
                    .init(
                        service: PartitionsAhead(pool: pool, presence: presence, logger: logger)
                    ),
                    .init(service: Draining(drain: drain, logger: logger)),
                    .init(
                        service: Measuring(
                            measuring: measuring,
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: RollingUp(
                            rollUps: rollUps,
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: Settling(
                            telemetry: capture,
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: Sealing(
                            trail: AuditTrail(pool),
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: Retiring(
                            retention: Retention(pool),
                            erasures: erasures,
                            spool: spool,
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: RemovingFiles(
                            files: folder,
                            erasures: erasures,
                            spool: spool,
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: ForgettingKeys(
                            keys: IdempotencyKeys(pool),
                            spool: spool,
                            presence: presence,
                            logger: logger
                        )
                    ),
                    .init(
                        service: Renewing(
                            service: service,
                            certificate: certificate,
                            logger: logger
                        )
                    ),
                    .init(
                        service: application,
                        successTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        let end: Result<Void, any Error>
        do {
            try await group.run()
            end = .success(())
        } catch {
            end = .failure(error)
        }
        await proxy.shutdown()
        await assistant.shutdown()
        await openID?.shutdown()
        await intake.close()
        await drain.close()
        await keyPool.shutdown()
        await pool.shutdown()
        spool.close()
        do {
            try end.get()
        } catch let error as IOError {
            throw CommandError(
                "redline cannot listen on \(listen.urlHost):\(listen.port): "
                    + "\(error.reasonOfSystem); stop what is there or choose another address with "
                    + "--listen"
            )
        }
    }
}

extension ServeCommand {
    /// Refuses a folder of files that is not the database's, and says where one is wanting.
    private func check(_ folder: FolderFiles?, _ pool: ConnectionPool) async throws {
        if let folder { return try await folder.claim() }
        let count = try await FolderFiles.counts(pool).files
        guard count > 0 else { return }
        Messages.say(
            "\(count) files lie in a folder that is not named here, and can be neither read nor "
                + "removed: --files-folder (REDLINE_FILES_FOLDER)"
        )
    }
}

extension IOError {
    /// What the system says of it.
    fileprivate var reasonOfSystem: String { String(cString: strerror(errnoCode)) }
}
