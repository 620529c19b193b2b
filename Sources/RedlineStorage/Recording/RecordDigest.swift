import Redline
import RedlineDigest

/// By what the same record is known when it comes again: the first 16 bytes of the SHA-256 of its
/// content, without the members that only say which record it is.
///
/// White space, the order of members and the spelling of numbers do not count.
public struct RecordDigest: Hashable, Sendable {
    // Two words rather than an array, which would be one more thing to allocate for each record.
    private let high: UInt64
    private let low: UInt64

    /// The 16 bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }

    private static let stageIdentity: MemberNames = [
        "stage", "export_workflow_id", "owner_email", "revision",
    ]
    private static let interactionIdentity: MemberNames = ["user_id", "interaction_id"]
    private static let documentIdentity: MemberNames = ["owner_email", "document_id"]

    init(of stage: StageRecord) {
        self.init(stage.document, without: Self.stageIdentity)
    }

    init(of interaction: Interaction) {
        self.init(interaction.document, without: Self.interactionIdentity)
    }

    init(of document: ExtractedDocument) {
        self.init(document.document, without: Self.documentIdentity)
    }

    private init(_ document: JSONDocument, without identity: MemberNames) {
        let canonical = CanonicalForm(of: document.root, without: identity)
        self.init(first16: SHA256Digest.of(canonical.bytes))
    }

    /// Takes the 16 bytes that were stored.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(first16: bytes)
    }

    private init(first16 bytes: [UInt8]) {
        (high, low) = bytes.withUnsafeBytes { buffer in
            (
                UInt64(bigEndian: buffer.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}
