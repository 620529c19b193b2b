/// What a record's sender says outside of it: in the path, in a header, by its key.
public struct RecordContext: Sendable {
    /// The owner for whom the sender speaks (from its key or `X-User-Id`).
    public var owner: Owner?
    /// Whether the owner is only that of records that name none, rather than of all of them.
    public var isOwnerFallback = false
    /// The workflow that the path names.
    public var workflowID: WorkflowID?
    /// The stage that the path names.
    public var stage: ExportStage?
    /// Whether the path names interactions.
    public var isInteraction = false

    /// Creates a context; without arguments, the record alone speaks.
    public init(
        owner: Owner? = nil,
        workflowID: WorkflowID? = nil,
        stage: ExportStage? = nil,
        isInteraction: Bool = false
    ) {
        self.owner = owner
        self.workflowID = workflowID
        self.stage = stage
        self.isInteraction = isInteraction
    }
}

/// A valid record; boxed, because it is handed from step to step.
public indirect enum Record: Sendable {
    /// A stage of a document export.
    case stage(StageRecord)
    /// An exchange between a user and an assistant.
    case interaction(Interaction)

    /// Whose it is, as far as that is known.
    public var owner: Owner? {
        switch self {
        case .stage(let record): record.owner
        case .interaction(let record): record.owner
        }
    }
}
