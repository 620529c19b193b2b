import Glibc
import NIOSSL
import Redline

/// The files of a service's certificate and of its key, both in PEM.
public struct TLSFiles: Sendable, Equatable {
    /// The certificate, and after it those between it and its authority.
    public let certificate: String
    /// The private key, without a passphrase; it may be the same file.
    public let key: String

    /// More than any chain needs: a file that is none must not fill the memory.
    private static let sizeLimit = 1 << 20

    /// Names the files.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// By what one sees that a file was replaced; nil for one that is not there.
    var stamps: [FileStamp?] { [FileStamp(certificate), FileStamp(key)] }

    /// What the files hold, ready for connections.
    func identity() throws(TLSFileError) -> ServerIdentity {
        let chain = try certificates()
        guard let leaf = chain.first else { throw .noCertificate(file: certificate) }
        let own = try privateKey()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(own)
        )
        configuration.minimumTLSVersion = .tlsv12
        // What TLS 1.2 may use: forward secrecy and authenticated encryption. TLS 1.3 has no other.
        configuration.cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(2)
        let context: NIOSSLContext
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            // The key was read before: here it is held against the certificate.
            throw .otherKey(certificate: certificate, key: key)
        } catch {
            throw .refused(certificate: certificate, key: key)
        }
        let validity = CertificateValidity(
            from: Timestamp(microseconds: Int64(leaf.notValidBefore) * 1_000_000),
            until: Timestamp(microseconds: Int64(leaf.notValidAfter) * 1_000_000)
        )
        return ServerIdentity(context: context, validity: validity)
    }

    private func certificates() throws(TLSFileError) -> [NIOSSLCertificate] {
        let bytes = try Self.content(of: certificate)
        do {
            return try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw .noCertificate(file: certificate)
        }
    }

    private func privateKey() throws(TLSFileError) -> NIOSSLPrivateKey {
        let bytes = try Self.content(of: key)
        guard !String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED") else {
            throw .encryptedKey(file: key)
        }
        do {
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem)
        } catch {
            throw .noKey(file: key)
        }
    }

    private static func content(of path: String) throws(TLSFileError) -> [UInt8] {
        // Without waiting, as a pipe would have one wait for whoever writes into it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .notReadable(path, errno) }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw .notReadable(path, errno) }
        guard found.st_mode & S_IFMT == S_IFREG, found.st_size <= sizeLimit else {
            throw .notReadable(file: path, reason: "it is no file of at most \(sizeLimit) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: sizeLimit)
        var count = 0
        while count < sizeLimit {
            let more = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                return read(descriptor, rest.baseAddress, rest.count)
            }
            guard more >= 0 else { throw .notReadable(path, errno) }
            guard more > 0 else { break }
            count += more
        }
        return Array(bytes[..<count])
    }
}

/// A certificate with its key, as connections use it.
struct ServerIdentity: Sendable {
    let context: NIOSSLContext
    let validity: CertificateValidity
}

extension TLSFileError {
    fileprivate static func notReadable(_ file: String, _ code: Int32) -> TLSFileError {
        .notReadable(file: file, reason: String(cString: strerror(code)))
    }
}
