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
let configuration: Target.Dependency = .product(
    name: "Configuration",
    package: "swift-configuration"
)

let testSupport: [Target.Dependency] = ["RedlinePostgres", "RedlineStorage"]

let package = Package(
    name: "redline",
    products: [
        .executable(name: "redline", targets: ["RedlineCommand"])
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
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
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
        // The C library's own memory settings, which Swift's module of it leaves out.
        .systemLibrary(name: "CMalloc"),

        // The rooms, from the bottom up.
        .target(name: "Redline", swiftSettings: strict),
        .target(name: "RedlinePostgres", dependencies: ["CLibPQ"], swiftSettings: strict),
        .target(name: "RedlineDigest", dependencies: ["CCrypto"], swiftSettings: strict),
        .target(name: "RedlineGzip", dependencies: ["CZlib"], swiftSettings: strict),
        .target(
            name: "RedlineStorage",
            dependencies: ["Redline", "RedlinePostgres", "RedlineGzip", "RedlineDigest", sqlite],
            swiftSettings: strict,
            plugins: ["EmbedSQL"]
        ),
        .target(
            name: "RedlineAnalytics",
            dependencies: ["Redline", "RedlinePostgres", "RedlineDigest"],
            swiftSettings: strict,
            plugins: ["EmbedSQL"]
        ),
        .target(name: "RedlineRendering", dependencies: ["Redline"], swiftSettings: strict),
        .target(name: "RedlineDemo", swiftSettings: strict),
        .target(
            name: "RedlineServer",
            dependencies: [
                "Redline", "RedlineStorage", "RedlineAnalytics", "RedlineRendering", "RedlineGzip",
                "RedlinePostgres", "RedlineDigest", hummingbird, hummingbirdCore, logging,
                httpTypes, nioCore,
                nioHTTPTypes, tls,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "RedlineCommand",
            dependencies: [
                "Redline", "RedlineGzip", "RedlinePostgres", "RedlineStorage", "RedlineAnalytics",
                "RedlineRendering", "RedlineServer", "RedlineDemo", "CMalloc",
                hummingbird, argumentParser, logging, lifecycle, signals, configuration,
            ],
            swiftSettings: strict
        ),

        // Tests, a target a room, on a PostgreSQL that they start themselves.
        .target(
            name: "TestSupport",
            dependencies: testSupport,
            path: "Tests/Support",
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
            name: "RedlineRenderingTests",
            dependencies: ["Redline", "RedlineRendering"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedlineAnalyticsTests",
            dependencies: ["Redline", "RedlineAnalytics", "RedlinePostgres", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(name: "RedlineDemoTests", dependencies: ["RedlineDemo"], swiftSettings: strict),

        .testTarget(
            name: "RedlineStorageTests",
            dependencies: [
                "Redline", "RedlinePostgres", "RedlineGzip", "RedlineStorage", "RedlineAnalytics",
                "TestSupport",
            ],
            swiftSettings: strict
        ),

        .testTarget(
            name: "RedlineServerTests",
            dependencies: ["Redline", "RedlineServer"],
            swiftSettings: strict
        ),

        .testTarget(
            name: "DocumentationTests",
            dependencies: ["TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["RedlineDigest", "RedlinePostgres", "RedlineStorage", "TestSupport"],
            swiftSettings: strict
        ),

        // SQL files become Swift when the package is built.
        .executableTarget(name: "EmbedSQLTool", swiftSettings: strict),
        .plugin(name: "EmbedSQL", capability: .buildTool(), dependencies: ["EmbedSQLTool"]),
    ]
)
