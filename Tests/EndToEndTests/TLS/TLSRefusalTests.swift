import Foundation
import Testing

/// What would be served without TLS by mistake is not served.
@Suite("TLS: what is refused at the start")
struct TLSRefusalTests {
    private func serve(_ arguments: [String]) async throws -> CommandResult {
        // Nothing of this may come as far as a database.
        try await Redline.run(
            ["serve", "--database-url", "postgresql:///none?host=/nowhere"] + arguments
        )
    }

    @Test("one of the two files alone")
    func half() async throws {
        let certificate = try await serve(["--tls-certificate", "some.crt"])
        #expect(certificate.status == 64)
        #expect(certificate.stderr.contains("a certificate for TLS and no key"))
        let key = try await serve(["--tls-key", "some.key"])
        #expect(key.status == 64)
        #expect(key.stderr.contains("a key for TLS and no certificate"))
    }

    @Test(
        "an address beyond the loopback without TLS",
        arguments: [
            "127.example.com:0", "0.0.0.0:0", ":0", "[::]:0", "[::ffff:10.0.0.1]:0", "localhost.:0",
            "127.0.0.1.:0",
        ]
    )
    func plain(listen: String) async throws {
        let result = try await serve(["--listen", listen])
        #expect(result.status == 64)
        #expect(result.stderr.contains("can be reached from other machines, and there is no TLS"))
    }

    @Test("files that are no certificate and no key of it")
    func files() async throws {
        let good = try await Certificate.make("good")
        let other = try await Certificate.make("other")
        let locked = Scratch.folder.appending(path: "\(UUID().uuidString).key").path
        let encrypted = try await CommandResult.of(
            "openssl",
            [
                "pkey", "-in", good.key.path, "-aes256", "-passout", "pass:secret", "-out", locked,
            ]
        )
        #expect(encrypted.status == 0)
        let garbage = try Scratch.file(Array("-----BEGIN CERTIFICATE-----\nx\n".utf8), "crt").path
        let certificate = good.certificate.path
        let key = good.key.path
        let expected: [(certificate: String, key: String, said: String)] = [
            ("/nowhere.crt", key, "/nowhere.crt cannot be read: No such file or directory"),
            (certificate, "/nowhere.key", "/nowhere.key cannot be read: No such file or directory"),
            (Scratch.folder.path, key, "cannot be read: it is no file"),
            (garbage, key, "\(garbage) holds no certificate in PEM"),
            (key, key, "\(key) holds no certificate in PEM"),
            (certificate, certificate, "\(certificate) holds no private key in PEM"),
            (certificate, garbage, "\(garbage) holds no private key in PEM"),
            (certificate, locked, "the key in \(locked) needs a passphrase"),
            (
                certificate, other.key.path,
                "the key in \(other.key.path) does not belong to the first certificate in "
                    + certificate
            ),
        ]
        for (certificate, key, said) in expected {
            let result = try await serve(["--tls-certificate", certificate, "--tls-key", key])
            #expect(result.status == 1)
            #expect(result.stderr.hasPrefix("Error: "))
            #expect(result.stderr.contains(said), "\(result.stderr)")
            #expect(result.stderr.split(separator: "\n").count == 1)
        }
    }
}
