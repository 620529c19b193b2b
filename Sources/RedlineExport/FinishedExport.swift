import Redline
import RedlineDeliverables

/// A revision of an export with its file.
public struct FinishedExport: Sendable {
    /// The workflow.
    public let workflowID: WorkflowID
    /// The revision.
    public let revision: Int
    /// The file's bytes.
    public let bytes: [UInt8]
    /// The file's name.
    public let name: String
    /// The file's media type.
    public let mediaType: String
    /// `sha256:` and the 64 hex digits of the file's hash.
    public let contentHash: String

    /// Takes a file over as it was made.
    public init(
        workflowID: WorkflowID,
        revision: Int,
        bytes: [UInt8],
        name: String,
        mediaType: String,
        contentHash: String
    ) {
        self.workflowID = workflowID
        self.revision = revision
        self.bytes = bytes
        self.name = name
        self.mediaType = mediaType
        self.contentHash = contentHash
    }
}
