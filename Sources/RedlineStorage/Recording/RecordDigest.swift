import Redline

/// By what the same record is known when it comes again: the first 16 bytes of the SHA-256 of its
/// content, without the members that only say which record it is.
///
/// White space, the order of members and the spelling of numbers do not count.
public struct RecordDigest: Hashable, Sendable {
    /// The 16 bytes.
    public let bytes: [UInt8]

    private static let stageIdentity: Set<String> = [
        "stage", "export_workflow_id", "owner_email", "revision",
    ]
    private static let interactionIdentity: Set<String> = ["user_id", "interaction_id"]

    init(of stage: StageRecord) {
        self.init(stage.document, without: Self.stageIdentity)
    }

    init(of interaction: Interaction) {
        self.init(interaction.document, without: Self.interactionIdentity)
    }

    private init(_ document: JSONDocument, without identity: Set<String>) {
        let canonical = CanonicalForm(of: document.root, without: identity)
        bytes = Array(SHA256Digest.of(canonical.bytes).prefix(16))
    }
}
