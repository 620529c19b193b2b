import Foundation
import Testing

/// What is sent to the service and back is encrypted where there is a certificate.
@Suite("TLS")
struct TLSTests {
    private func withServer(
        _ arguments: [String],
        environment: [String: String] = [:],
        _ test: @Sendable (ServerUnderTest) async throws -> Void
    ) async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(
            on: database,
            arguments,
            environment: environment
        )
        try await test(server)
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }

    private func curl(_ arguments: [String], _ port: Int) async throws -> CommandResult {
        try await CommandResult.of(
            "curl",
            ["-sS", "--noproxy", "*", "--max-time", "30"]
                + arguments.map {
                    $0.replacing("ORIGIN", with: "https://127.0.0.1:\(port)")
                }
        )
    }

    @Test("a client that knows the certificate records and reads over it")
    func recording() async throws {
        let certificate = try await Certificate.make("served")
        try await withServer(certificate.options) { server in
            #expect(
                try server.command.said.contains(
                    "redline listens on https://127.0.0.1:\(server.port)\n"
                )
            )
            let trusting = ["--cacert", certificate.certificate.path]
            let health = try await curl(trusting + ["ORIGIN/health"], server.port)
            #expect(health.text == #"{"status":"ok"}"#, "\(health.stderr)")
            let record = Sample.interaction("over TLS", user: "tls@example.com", id: "tls")
            let recorded = try await curl(
                trusting + [
                    "-w", "%{http_code}", "-o", "/dev/null", "-H",
                    "Authorization: Bearer \(server.admin)", "-d", try record.text,
                    "ORIGIN/api/v1/interactions",
                ],
                server.port
            )
            #expect(recorded.text == "201")
            let headers = try await curl(
                trusting + ["-D", "-", "-o", "/dev/null", "ORIGIN/nothing"],
                server.port
            )
            #expect(
                headers.text.lowercased()
                    .contains("\r\nstrict-transport-security: max-age=31536000\r\n")
            )
            // Another's word for it is not enough.
            let other = try await Certificate.make("other")
            let distrusting = try await curl(
                ["--cacert", other.certificate.path, "ORIGIN/health"],
                server.port
            )
            #expect(distrusting.status == 60)
        }
    }

    @Test("nothing older than TLS 1.2 and nothing without TLS is spoken")
    func versions() async throws {
        let certificate = try await Certificate.make("versions")
        let environment = [
            "REDLINE_TLS_CERTIFICATE": certificate.certificate.path,
            "REDLINE_TLS_KEY": certificate.key.path,
        ]
        try await withServer(["--client-timeout", "1"], environment: environment) { server in
            let weak = ["-cipher", "ALL@SECLEVEL=0"]
            for version in ["-tls1_2", "-tls1_3"] {
                let name = try await Certificate.served(at: server.port, [version] + weak)
                #expect(name == "versions", "\(version)")
            }
            for version in ["-tls1", "-tls1_1"] {
                #expect(try await Certificate.served(at: server.port, [version] + weak) == nil)
            }
            // In TLS 1.2, what encrypts and authenticates in two steps is not spoken either.
            for (cipher, isSpoken) in [
                ("ECDHE-ECDSA-AES128-SHA", false), ("ECDHE-ECDSA-AES128-GCM-SHA256", true),
            ] {
                let options = ["-tls1_2", "-cipher", cipher]
                let name = try await Certificate.served(at: server.port, options)
                #expect((name == "versions") == isSpoken, "\(cipher)")
            }
            #expect(throws: HTTPFailure.self) {
                try HTTPConnection(port: server.port).exchange(HTTPRequest(path: "/health"))
            }
            // Who does not even begin is cut off as any other who is silent.
            let silent = try HTTPConnection(port: server.port)
            #expect(throws: HTTPFailure.self) { try silent.answer() }
            let known = try server.command.said
            #expect(!known.contains(" error "), "\(known)")
        }
    }

    @Test("a certificate that was replaced is for new connections; a bad one is not taken")
    func replacement() async throws {
        let served = try await Certificate.make("first")
        try await withServer(served.options) { server in
            let old = try TLSConnection(port: server.port)
            #expect(try await old.get("/health", answers: 1))

            try await Certificate.make("second").replace(served)
            #expect(try await Certificate.isServed("second", at: server.port))
            #expect(try await old.get("/health", answers: 2))

            // A key that is not this certificate's.
            try Data(contentsOf: try await Certificate.make("stray").key).write(to: served.key)
            let deadline = ContinuousClock.now + .seconds(30)
            let refusal = "the new certificate is not used, the old one stays: the key in"
            while try !server.command.said.contains(refusal), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try server.command.said.contains(refusal))
            #expect(try await Certificate.served(at: server.port) == "second")

            try await Certificate.make("third").replace(served)
            server.command.signal(SIGHUP)
            #expect(try await Certificate.isServed("third", at: server.port))
            #expect(try await old.get("/health", answers: 3))
            #expect(try old.said.contains(/subject=CN ?= ?first/))
        }
    }

    @Test("a link that leads to another folder is a replacement as well")
    func link() async throws {
        let files = FileManager.default
        let folder = Scratch.folder.appending(path: "\(UUID().uuidString)-links")
        for name in ["one", "two"] {
            let version = folder.appending(path: name)
            try files.createDirectory(at: version, withIntermediateDirectories: true)
            let made = try await Certificate.make(name)
            try files.moveItem(at: made.certificate, to: version.appending(path: "tls.crt"))
            try files.moveItem(at: made.key, to: version.appending(path: "tls.key"))
        }
        let current = folder.appending(path: "current").path
        try files.createSymbolicLink(atPath: current, withDestinationPath: "one")
        let options = [
            "--tls-certificate", "\(current)/tls.crt", "--tls-key", "\(current)/tls.key",
        ]
        try await withServer(options) { server in
            #expect(try await Certificate.served(at: server.port) == "one")
            let next = folder.appending(path: "next").path
            try files.createSymbolicLink(atPath: next, withDestinationPath: "two")
            #expect(rename(next, current) == 0)
            #expect(try await Certificate.isServed("two", at: server.port))
        }
    }

    @Test("SIGHUP makes the service read the files")
    func hangUp() async throws {
        let certificate = try await Certificate.make("hung-up")
        try await withServer(certificate.options) { server in
            #expect(try !server.command.said.contains("the certificate was read"))
            server.command.signal(SIGHUP)
            let deadline = ContinuousClock.now + .seconds(30)
            while try !server.command.said.contains("the certificate was read"),
                ContinuousClock.now < deadline
            {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try server.command.said.contains("the certificate was read"))
        }
    }
}
