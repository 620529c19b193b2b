import Redline

/// A message that an assistant is to answer.
public struct TurnRequest: Sendable {
    /// What the user wrote.
    public let message: String
    /// Whose turn it is.
    public let owner: Owner
    /// The conversation; nil where a new one begins.
    public let threadID: String?
    /// Who asks, as the audit trail names them.
    public let actor: AuditActor
    /// By what the request is found in the log.
    public let requestID: String

    /// Creates a request.
    public init(
        message: String,
        owner: Owner,
        threadID: String?,
        actor: AuditActor,
        requestID: String
    ) {
        self.message = message
        self.owner = owner
        self.threadID = threadID
        self.actor = actor
        self.requestID = requestID
    }
}
