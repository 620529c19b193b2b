import Redline

/// What a sender is told of a document that is stored.
public struct DocumentReceipt: Sendable {
    /// Which version it is.
    public let version: Int
    /// By what the version is known; see `DocumentCondition`.
    public let tag: String
    /// When the version was stored.
    public let createdAt: Timestamp
    /// When it is no longer kept.
    public let expiresAt: Timestamp
    /// Whether it is stored now, rather than being the same as the latest version.
    public let isNew: Bool
}
