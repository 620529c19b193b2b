import Redline
import RedlineStorage

/// Why an export does not go on.
public enum ExportRefusal: Error, Sendable {
    /// There is no such workflow, of that document, that the sender may see.
    case unknownWorkflow
    /// The workflow has no first stage yet: nobody knows what was extracted.
    case notStarted
    /// The latest revision has no file yet, so that there is nothing to make anew.
    case incomplete(revision: Int)
    /// Somebody changed the workflow since the person had it before them.
    case outdated(ExportProgress)
    /// The revision has its file, and was asked for in another way.
    case complete(ExportProgress)
    /// So many exports are under way that this one was not begun.
    case busy
    /// The same, because of those of its owner.
    case ownerBusy
    /// The database went away: what was edited is kept and recorded, but the file is not made.
    case interrupted
    /// A stage was not recorded, for that reason.
    case notRecorded(RecordOutcome)
}

/// How far a revision has come, for whoever thought otherwise.
public struct ExportProgress: Sendable {
    /// The revision.
    public let revision: Int
    /// Its latest stage.
    public let stage: ExportStage
    /// When that happened.
    public let occurredAt: Timestamp
    /// Where the data differ from those that the revision began with: the first of the pointers.
    public let paths: [String]
    /// How many pointers there are in all.
    public let pathCount: Int

    /// The most pointers that are named.
    public static let pathLimit = 100

    init(revision: Int, stage: ExportStage, occurredAt: Timestamp, paths: [String]) {
        self.revision = revision
        self.stage = stage
        self.occurredAt = occurredAt
        self.paths = Array(paths.prefix(Self.pathLimit))
        pathCount = paths.count
    }
}
