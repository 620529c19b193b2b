/// Why a certificate and its key cannot be used.
public enum TLSFileError: Error, Sendable, Equatable {
    /// The file cannot be read; what the system says of it.
    case notReadable(file: String, reason: String)
    /// There is no certificate in the file.
    case noCertificate(file: String)
    /// There is no private key in the file.
    case noKey(file: String)
    /// The key needs a passphrase.
    case encryptedKey(file: String)
    /// The key is another certificate's.
    case otherKey(certificate: String, key: String)
    /// The library refuses the certificate or the key.
    case refused(certificate: String, key: String)
}

extension TLSFileError: CustomStringConvertible {
    /// What is wrong and what to do; nothing of a key.
    public var description: String {
        switch self {
        case .notReadable(let file, let reason):
            "\(file) cannot be read: \(reason)"
        case .noCertificate(let file):
            "\(file) holds no certificate in PEM, or one that cannot be read"
        case .noKey(let file):
            "\(file) holds no private key in PEM, or one that cannot be read"
        case .encryptedKey(let file):
            "the key in \(file) needs a passphrase: give one without "
                + "(openssl pkey -in \(file) -out NEW)"
        case .otherKey(let certificate, let key):
            "the key in \(key) does not belong to the first certificate in \(certificate)"
        case .refused(let certificate, let key):
            "the certificate in \(certificate) and the key in \(key) cannot be used for TLS"
        }
    }
}
