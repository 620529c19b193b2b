/// A rendered deliverable.
public struct DeliverableFile: Sendable {
    /// The file's content.
    public let bytes: [UInt8]
    /// Its media type.
    public let mediaType: String
    /// Its name: the document's id without what file systems and headers mind, the revision from the
    /// second on, and the format's ending.
    public let name: String
    /// How many pages it has; nil for formats without pages.
    public let pages: Int?
    /// Whether something was too long for the format and was cut; the file says where.
    public let isCut: Bool
}
