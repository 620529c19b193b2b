// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors in our own targets alone: dependencies warn.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(
    name: "HummingbirdCore",
    package: "hummingbird"
)
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let sqlite: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let signals: Target.Dependency = .product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let configuration: Target.Dependency = .product(
    name: "Configuration",
    package: "swift-configuration"
)
let httpClient: Target.Dependency = .product(
    name: "AsyncHTTPClient",
    package: "async-http-client"
)
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")

let testSupport: [Target.Dependency] = ["RedlinePostgres", "RedlineStorage"]

let package = Package(
    name: "redline",
    products: [
        .executable(name: "redline", targets: ["RedlineCommand"]),
        .library(name: "RedlineClient", targets: ["RedlineClient", "Redline"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries, from the system's packages.
        .systemLibrary(
            name: "CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CArchive",
            pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"])]
        ),
        .systemLibrary(
            name: "CXlsxWriter",
            pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]
        ),
        // Cairo draws and Pango sets text; both come with the one package. Cairo's flags do for Pango.
        .systemLibrary(
            name: "CPangoCairo",
            pkgConfig: "cairo-pdf",
            providers: [.apt(["libpango1.0-dev"])]
        ),
        // The C library's own memory settings, which Swift's module of it leaves out.
        .systemLibrary(name: "CMalloc"),

        // The rooms, from the bottom up.
        .target(name: "Redline", swiftSettings: strict),
        .target(name: "RedlinePostgres", dependencies: ["CLibPQ"], swiftSettings: strict),
        .target(name: "RedlineDigest", dependencies: ["CCrypto"], swiftSettings: strict),
        .target(name: "RedlineGzip", dependencies: ["CZlib"], swiftSettings: strict),
        .target(
            name: "RedlineStorage",
            dependencies: [
                "Redline", "RedlinePostgres", "RedlineGzip", "RedlineDigest", "RedlineRedaction",
                sqlite,
            ],
            swiftSettings: strict,
            plugins: ["EmbedSQL"]
        ),
        .target(
            name: "RedlineAnalytics",
            dependencies: ["Redline", "RedlinePostgres", "RedlineDigest"],
            swiftSettings: strict,
            plugins: ["EmbedSQL"]
        ),
        .target(
            name: "RedlineCompliance",
            dependencies: ["Redline", "RedlinePostgres", "RedlineDigest", "CArchive"],
            swiftSettings: strict,
            plugins: ["EmbedSQL"]
        ),
        .target(
            name: "RedlineRedaction",
            dependencies: ["Redline", "RedlineDigest"],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineDatasets",
            dependencies: [
                "Redline", "RedlinePostgres", "RedlineDigest", "RedlineRedaction", "RedlineGzip",
                mustache,
            ],
            swiftSettings: strict,
            plugins: ["EmbedSQL"]
        ),
        .target(name: "RedlineRendering", dependencies: ["Redline"], swiftSettings: strict),
        .target(
            name: "RedlineWeb",
            dependencies: [
                "Redline", "RedlineRendering", "RedlineAnalytics", "RedlineDigest",
                "RedlineDatasets", "RedlineStorage", "RedlineCompliance",
            ],
            resources: [
                .embedInCode("Assets/style.css"), .embedInCode("Assets/pages.js"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineSummaries",
            dependencies: ["Redline", httpClient, logging, nioCore, nioHTTP1],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineOpenID",
            dependencies: ["Redline", "RedlineDigest", httpClient, nioCore, nioHTTP1],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineDeliverables",
            dependencies: ["Redline", "CXlsxWriter", "CPangoCairo", mustache],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineExport",
            dependencies: [
                "Redline", "RedlineStorage", "RedlineAnalytics", "RedlineSummaries",
                "RedlineDeliverables", "RedlineDigest", logging,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineCapture",
            dependencies: [
                "Redline", "RedlineStorage", "RedlineDigest", "RedlineGzip", httpClient, logging,
                nioCore, nioHTTP1,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineTelemetry",
            dependencies: ["Redline", "RedlineStorage", "RedlineDigest", protobuf],
            exclude: ["Wire/otlp.proto"],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineTools",
            dependencies: [
                "Redline", "RedlineStorage", "RedlineAnalytics", "RedlineSummaries",
                "RedlineCapture", httpClient, logging, nioCore, nioHTTP1,
            ],
            swiftSettings: strict
        ),
        // For applications that record by HTTP: it knows no database, and links no libpq.
        .target(
            name: "RedlineClient",
            dependencies: [
                "Redline", "RedlineGzip", httpClient, logging, nioCore, nioHTTP1, sqlite,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RedlineImport",
            dependencies: ["Redline", "RedlineDigest", "RedlineTelemetry"],
            swiftSettings: strict
        ),
        .target(name: "RedlineDemo", swiftSettings: strict),
        .target(
            name: "RedlineServer",
            dependencies: [
                "Redline", "RedlineStorage", "RedlineAnalytics", "RedlineRendering", "RedlineGzip",
                "RedlinePostgres", "RedlineDigest", "RedlineCompliance", "RedlineDatasets",
                "RedlineExport", "RedlineDeliverables", "RedlineCapture", "RedlineTelemetry",
                "RedlineTools", "RedlineWeb", "RedlineOpenID", hummingbird, hummingbirdCore,
                logging, httpTypes,
                nioCore, nioHTTPTypes, tls,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "RedlineCommand",
            dependencies: [
                "Redline", "RedlineGzip", "RedlinePostgres", "RedlineStorage", "RedlineAnalytics",
                "RedlineDatasets", "RedlineRedaction", "RedlineCompliance", "RedlineRendering",
                "RedlineServer", "RedlineDemo", "RedlineExport", "RedlineSummaries",
                "RedlineDeliverables", "RedlineCapture", "RedlineTelemetry", "RedlineClient",
                "RedlineImport", "RedlineTools", "RedlineOpenID", "CMalloc", hummingbird,
                argumentParser, logging, lifecycle, signals, configuration, nioCore,
            ],
            swiftSettings: strict
        ),

        // Renders deliverables again and again, for `make bench-export`.
        .executableTarget(
            name: "RenderDeliverable",
            dependencies: ["Redline", "RedlineDeliverables", "CMalloc"],
            path: "bench/deliverables",
            swiftSettings: strict
        ),

        // Tests, a target a room, on a PostgreSQL that they start themselves.
        .target(name: "CSpawn", path: "Tests/CSpawn"),
        .target(
            name: "TestSupport",
            dependencies: testSupport + ["CSpawn"],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        .target(
            name: "EndpointDouble",
            dependencies: ["Redline", nioCore, nioPosix],
            path: "Tests/Endpoint",
            swiftSettings: strict
        ),
        .target(
            name: "SpanSamples",
            dependencies: ["RedlineTelemetry"],
            path: "Tests/Spans",
            swiftSettings: strict
        ),
        // Applications that record, as the tests start and kill them.
        .executableTarget(
            name: "RecordingExample",
            dependencies: ["RedlineClient", "Redline"],
            path: "Tests/RecordingExample",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "RecordingApplication",
            dependencies: ["RedlineClient"],
            path: "Tests/RecordingApplication",
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineClientTests",
            dependencies: ["Redline", "RedlineClient", "EndpointDouble", logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineCaptureTests",
            dependencies: ["Redline", "RedlineCapture"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineTests",
            dependencies: ["Redline", "RedlineGzip", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlinePostgresTests",
            dependencies: ["RedlinePostgres", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineWebTests",
            dependencies: ["Redline", "RedlineAnalytics", "RedlineRendering", "RedlineWeb"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineRenderingTests",
            dependencies: ["Redline", "RedlineRendering"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineDeliverablesTests",
            dependencies: ["Redline", "RedlineDeliverables"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineAnalyticsTests",
            dependencies: ["Redline", "RedlineAnalytics", "RedlinePostgres", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineRedactionTests",
            dependencies: ["Redline", "RedlineRedaction", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineDatasetsTests",
            dependencies: ["RedlineDatasets", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineSummariesTests",
            dependencies: [
                "Redline", "RedlineSummaries", "TestSupport", "EndpointDouble", logging, nioCore,
            ],
            swiftSettings: strict
        ),
        // A provider of accounts, for the tests of the sign-in.
        .target(
            name: "ProviderDouble",
            dependencies: ["RedlineDigest", "CCrypto", "EndpointDouble", httpClient, nioCore],
            path: "Tests/Provider",
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineOpenIDTests",
            dependencies: [
                "Redline", "RedlineDigest", "RedlineOpenID", "ProviderDouble", "EndpointDouble",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineTelemetryTests",
            dependencies: [
                "Redline", "RedlineStorage", "RedlineTelemetry", "SpanSamples", "TestSupport",
                protobuf,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineToolsTests",
            dependencies: ["Redline", "RedlineTools", "TestSupport", "EndpointDouble"],
            swiftSettings: strict
        ),
        .testTarget(name: "RedlineDemoTests", dependencies: ["RedlineDemo"], swiftSettings: strict),

        .testTarget(
            name: "RedlineStorageTests",
            dependencies: [
                "Redline", "RedlinePostgres", "RedlineGzip", "RedlineDigest", "RedlineStorage",
                "RedlineAnalytics", "RedlineRedaction", "TestSupport",
            ],
            swiftSettings: strict
        ),

        .testTarget(
            name: "RedlineComplianceTests",
            dependencies: [
                "Redline", "RedlinePostgres", "RedlineDigest", "RedlineCompliance",
                "RedlineStorage", "TestSupport",
            ],
            swiftSettings: strict
        ),

        .testTarget(
            name: "RedlineServerTests",
            dependencies: ["Redline", "RedlineServer", hummingbird, logging, nioEmbedded],
            swiftSettings: strict
        ),

        .testTarget(
            name: "DocumentationTests",
            dependencies: ["TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "RedlineDigest", "RedlinePostgres", "RedlineStorage", "RedlineTelemetry",
                "TestSupport", "EndpointDouble", "ProviderDouble", "SpanSamples", protobuf,
            ],
            swiftSettings: strict
        ),

        // SQL files become Swift when the package is built.
        .executableTarget(name: "EmbedSQLTool", swiftSettings: strict),
        .plugin(name: "EmbedSQL", capability: .buildTool(), dependencies: ["EmbedSQLTool"]),
    ]
)
