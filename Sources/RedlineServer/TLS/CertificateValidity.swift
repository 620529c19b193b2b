import Redline

/// From when and until when a certificate is valid.
public struct CertificateValidity: Sendable, Equatable {
    /// The first moment.
    public let from: Timestamp
    /// The last moment.
    public let until: Timestamp

    /// Whether it is valid at that time.
    func contains(_ time: Timestamp) -> Bool { from <= time && time <= until }
}
