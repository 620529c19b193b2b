import Foundation

/// A certificate for 127.0.0.1 that vouches for itself, made for one test, with its key.
struct Certificate {
    let certificate: URL
    let key: URL

    /// Makes one that is told from others by its common name.
    static func make(_ name: String, days: Int = 30) async throws -> Certificate {
        let base = Scratch.folder.appending(path: "\(UUID().uuidString)-\(name)")
        let made = Certificate(
            certificate: base.appendingPathExtension("crt"),
            key: base.appendingPathExtension("key")
        )
        let result = try await CommandResult.of(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1",
                "-days", "\(days)", "-keyout", made.key.path, "-out", made.certificate.path,
            ]
        )
        guard result.status == 0 else { throw SetupFailure("openssl req: \(result.stderr)") }
        return made
    }

    /// As `redline serve` takes them.
    var options: [String] {
        ["--tls-certificate", certificate.path, "--tls-key", key.path]
    }

    /// One for the same key that ran out yesterday.
    func expired() async throws -> Certificate {
        let old = certificate.appendingPathExtension("old")
        for arguments in [
            ["req", "-new", "-key", key.path, "-subj", "/CN=old", "-out", old.path + ".csr"],
            [
                "x509", "-req", "-in", old.path + ".csr", "-signkey", key.path, "-days", "-1",
                "-out", old.path,
            ],
        ] {
            let result = try await CommandResult.of("openssl", arguments)
            guard result.status == 0 else { throw SetupFailure("openssl: \(result.stderr)") }
        }
        return Certificate(certificate: old, key: key)
    }

    /// Puts this one's content in the place of the other's.
    func replace(_ other: Certificate) throws {
        try Data(contentsOf: certificate).write(to: other.certificate)
        try Data(contentsOf: key).write(to: other.key)
    }

    /// The common name of what a port of the loopback presents to a new connection.
    static func served(at port: Int, _ options: [String] = []) async throws -> String? {
        let result = try await CommandResult.of(
            "openssl",
            ["s_client", "-connect", "127.0.0.1:\(port)"] + options
        )
        return result.text.firstMatch(of: /subject=CN ?= ?(\S+)/).map { String($0.1) }
    }

    /// Waits until a port presents that one.
    static func isServed(_ name: String, at port: Int) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try await served(at: port) == name { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}
