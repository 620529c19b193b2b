import Redline

/// A record that will not be sent any more.
public struct RefusedRecord: Sendable {
    /// Why it will not.
    public enum Reason: Sendable {
        /// The service refused it: what it said, and the rules that the record breaks.
        case refused(detail: String, faults: [RecordFault])
        /// The client was closed before it could be sent, and has no file to keep it in.
        case notSent
    }

    /// The id of the workflow or of the interaction.
    public let id: String
    /// The record, as a line of NDJSON without its end: `redline ingest` takes it.
    public let line: String
    /// Why it will not be sent.
    public let reason: Reason
}
