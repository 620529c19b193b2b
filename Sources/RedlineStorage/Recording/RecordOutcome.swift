import Redline

/// What became of a record.
public enum RecordOutcome: Sendable {
    /// It is stored now.
    case recorded(RecordReceipt)
    /// It was stored before; the receipt is that of the first time.
    case duplicate(RecordReceipt)
    /// It is on local disk and goes into the database when that answers again.
    case spooled(RecordReceipt)
    /// Another record with the same id, but other content, is stored.
    case conflict(id: String)
    /// The workflow is not one of the owner's.
    case unknownWorkflow(id: String)
    /// Its owner is being erased, or was and is refused since.
    case ownerErased(isUnderWay: Bool)
    /// It breaks a rule.
    case refused(RecordFaults)
}

/// What a sender is told of a record that is stored.
public struct RecordReceipt: Sendable {
    /// The owner; nil for a waiting stage whose workflow alone says whose it is.
    public let owner: Owner?
    /// The workflow or the interaction.
    public let id: String
    /// The stage; nil for an interaction.
    public let stage: ExportStage?
    /// How far the workflow has come with this stage; nil for an interaction.
    public let status: WorkflowStatus?
    /// The revision; 1 for an interaction.
    public let revision: Int
    /// When it happened.
    public let occurredAt: Timestamp
    /// When it is no longer kept; nil for a record that waits.
    public let expiresAt: Timestamp?
    /// Whether something that it made known is measured later, because that takes long.
    public var isMeasuredLater = false

    /// Makes a receipt of what is known of a record.
    public init(
        owner: Owner?,
        id: String,
        stage: ExportStage?,
        status: WorkflowStatus?,
        revision: Int,
        occurredAt: Timestamp,
        expiresAt: Timestamp?,
        isMeasuredLater: Bool = false
    ) {
        self.owner = owner
        self.id = id
        self.stage = stage
        self.status = status
        self.revision = revision
        self.occurredAt = occurredAt
        self.expiresAt = expiresAt
        self.isMeasuredLater = isMeasuredLater
    }
}
