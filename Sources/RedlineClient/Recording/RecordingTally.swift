/// What became of the records of a client since it was made.
public struct RecordingTally: Sendable, Equatable {
    /// Records that it took.
    public var taken = 0
    /// Records that it found on the disk when it was made: an earlier run had left them.
    public var found = 0
    /// Records that the service has taken.
    public var sent = 0
    /// Records that the service had already, as where an answer to an earlier request was lost.
    public var duplicates = 0
    /// Records that the service refused.
    public var refused = 0
    /// Records that wait to be sent.
    public var waiting = 0
    /// The bytes of those.
    public var waitingBytes = 0
    /// Requests that failed.
    public var failedRequests = 0
}
