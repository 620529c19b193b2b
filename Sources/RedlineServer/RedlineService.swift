import Hummingbird
import HummingbirdCore
import Logging
import Redline
import RedlineAnalytics
import RedlineCapture
import RedlineDatasets
import RedlineExport
import RedlineOpenID
import RedlinePostgres
import RedlineStorage
import RedlineTelemetry
import RedlineTools

/// The HTTP service.
public struct RedlineService: Sendable {
    /// How the service listens and whom it trusts.
    public struct Configuration: Sendable {
        /// The address to listen on.
        public var host: String
        /// The port to listen on; 0 for any that is free.
        public var port: Int
        /// Whether `X-User-Id` alone says who asks.
        ///
        /// Only for networks that someone chose to trust.
        public var trustsUserHeader: Bool
        /// After so many seconds, a client that sends nothing is cut off, and a body has to be there.
        public var clientTimeout: Int
        /// With what the service speaks TLS; nil for plain HTTP.
        public var certificate: ServerCertificate?
        /// With which accounts elsewhere people sign in to the pages; nil for keys alone.
        public var openID: OpenIDSignIn?

        /// The seconds that clients have unless somebody says otherwise.
        public static let standardClientTimeout = 60
        /// The connections that are served at once; further ones wait to be taken.
        public static let connectionLimit = 1_024
        /// The bytes of a request's header fields.
        public static let headerLimit = 32 * 1024

        /// Creates a configuration.
        public init(
            host: String,
            port: Int,
            trustsUserHeader: Bool = false,
            clientTimeout: Int = Configuration.standardClientTimeout,
            certificate: ServerCertificate? = nil,
            openID: OpenIDSignIn? = nil
        ) {
            self.host = host
            self.port = port
            self.trustsUserHeader = trustsUserHeader
            self.clientTimeout = clientTimeout
            self.certificate = certificate
            self.openID = openID
        }

        /// Whether the pages are reached by TLS: the service's own, or that of a proxy before it.
        var hasSecurePages: Bool {
            certificate != nil || openID?.settings.isSecure == true
        }
    }

    let configuration: Configuration
    let pool: ConnectionPool
    private let authenticator: Authenticator
    let intake: RecordIntake
    let logger: Logger
    let routes: [Route]
    private let metrics = RequestMetrics()

    /// Creates a service that reads through `pool` and records through `intake`.
    ///
    /// `rollUps` are brought up to date before a report reads them, where that takes no time.
    /// `keyPool` has connections for keys alone, so that a crowd of readers does not keep others from
    /// being known. `exports` is the export workflow, `proxy` passes requests on, `telemetry` is the
    /// way in for spans, `assistant` answers messages. `erasures` go on in this process when whoever asked for one is gone.
    ///
    /// - Throws: `ReportFileError` where a report's file is not a valid one.
    public init(
        _ configuration: Configuration,
        pool: ConnectionPool,
        keyPool: ConnectionPool,
        intake: RecordIntake,
        rollUps: RollUps,
        erasures: OwnerErasures,
        exports: ExportWorkflows,
        proxy: ChatProxy,
        telemetry: TelemetryIntake,
        assistant: Assistant,
        logger: Logger
    ) throws {
        self.configuration = configuration
        self.pool = pool
        authenticator = Authenticator(
            KeyStore(keyPool),
            signIns: SignIns(keyPool),
            presence: intake.presence,
            trustsUserHeader: configuration.trustsUserHeader
        )
        self.intake = intake
        self.logger = logger
        let reader = RecordReader(pool)
        let corrections = CorrectionRoutes(reader: CorrectionReader(pool), trail: AuditTrail(pool))
        let places = ArchivePlaces()
        let ownerExport = OwnerExportRoute(pool, exports.files, places)
        let ownerErasure = OwnerErasureRoute(erasures, spool: intake.spool)
        let runner = try ReportRunner(pool)
        let isSecure = configuration.hasSecurePages
        let recording = RecordingRoutes(intake: intake, idempotency: IdempotencyKeys(pool))
        let legacy = LegacyRoutes(recording: recording, reader: reader)
        var routes =
            recording.routes
            + ReadingRoutes(reader: reader).routes
            + DocumentRoutes(
                documents: DocumentStore(pool),
                reader: reader,
                intake: intake
            ).routes
            + ExportRoutes(
                exports: exports,
                intake: intake,
                idempotency: IdempotencyKeys(pool)
            ).routes
            + corrections.routes
            + ReportRoutes(runner: runner, rollUps: rollUps).routes
            + [AuditRoute(reader: reader).route, ownerExport.route]
            + OwnerHoldRoutes(holds: OwnerHolds(pool)).routes
            + [ownerErasure.route]
            + ProxyRoutes(proxy: proxy).routes
            + TelemetryRoutes(telemetry: telemetry).routes
            + legacy.routes
            + [
                AssistantRoute(assistant: assistant, intake: intake).route,
                RouterRoute(assistant: assistant, legacy: legacy).route,
            ]
            + OperationsRoutes(
                pool: pool,
                presence: intake.presence,
                redacted: intake.redaction?.kindNames ?? []
            ).routes
            + [
                MetricsRoute(
                    requests: metrics,
                    intake: intake,
                    proxy: proxy.counts,
                    telemetry: telemetry.counts,
                    assistant: assistant.counts,
                    pool: pool,
                    files: FilesGauges(exports.files.folder, presence: intake.presence)
                ).route
            ]
        routes.append(Self.openAPI(beside: routes))
        let signInPages = SignInPages(
            authenticator: authenticator,
            isSecure: isSecure,
            openID: configuration.openID
        )
        routes += signInPages.routes
        if let openID = configuration.openID {
            routes += OpenIDPages(pages: signInPages, openID: openID).routes
        }
        routes += AssetRoutes.all
        routes.append(DashboardRoute(runner: runner, rollUps: rollUps).route)
        let exportPages = ExportPages(
            exports: exports,
            reader: reader,
            intake: intake,
            templates: exports.templateNames
        )
        routes += exportPages.routes + ReviewPages(pages: exportPages).routes
        routes += ReportPages(runner: runner, rollUps: rollUps).routes
        routes += InteractionPages(reader: reader).routes
        routes += CorrectionPages(corrections, runner: runner, rollUps: rollUps).routes
        routes += DatasetPages(pool, places).routes
        routes += CompliancePages(pool, ownerExport, ownerErasure).routes
        routes += RetentionPages(retention: Retention(pool)).routes
        routes += AuditPages(reader: reader, trail: AuditTrail(pool)).routes
        self.routes = routes
    }

    private static func openAPI(beside others: [Route]) -> Route {
        let route = Route(
            method: .get,
            path: "/openapi.json",
            summary: "This description.",
            access: .open,
            answers: [.json(.ok, "OpenAPI")]
        ) { _ in
            Response.json(.ok) { $0.null() }
        }
        let document = OpenAPIDocument(routes: others + [route])
        return Route(
            method: route.method,
            path: route.path,
            summary: route.summary,
            access: route.access,
            answers: route.answers
        ) { _ in
            .json(.ok) { document.write(to: &$0) }
        }
    }

    /// Makes the service look up each key anew, so that a revoked one opens nothing from now on.
    public func forgetKeys() {
        authenticator.forgetKeys()
    }

    /// The application that serves the routes; it runs in a service group and stops gracefully.
    public func application(
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router(context: RedlineRequestContext.self)
        router.add(middleware: AccessLog())
        router.add(middleware: SecurityHeaders(isSecure: configuration.certificate != nil))
        router.add(middleware: FallbackMiddleware(routes: routes))
        Dispatcher(
            authenticator,
            presence: intake.presence,
            metrics: metrics,
            clientTimeout: configuration.clientTimeout,
            isSecure: configuration.hasSecurePages
        ).add(routes, to: router)
        return Application(
            router: router,
            server: .http1(
                configuration: configuration.http,
                certificate: configuration.certificate
            ),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "redline",
                availableConnectionsDelegate: MaximumAvailableConnections(
                    Configuration.connectionLimit,
                    logger: logger
                )
            ),
            onServerRunning: { channel in
                await onServerRunning(channel.localAddress?.port ?? 0)
            },
            logger: logger
        )
    }
}

extension RedlineService.Configuration {
    /// How HTTP is spoken.
    fileprivate var http: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                BodyDeadline(seconds: clientTimeout), CallerDeparture(),
            ],
            idleTimeout: .seconds(Int64(clientTimeout)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.headerLimit / 2,
                maxHeaderListSize: Self.headerLimit,
                maxHeaderFieldCount: 100
            )
        )
    }
}
