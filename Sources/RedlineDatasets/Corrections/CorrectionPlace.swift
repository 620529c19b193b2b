import Redline
import RedlinePostgres

/// A place in the order of all corrections: by owner, then from the oldest on.
public struct CorrectionPlace: Sendable, Equatable {
    /// Whose the correction is.
    public let owner: String
    /// When its workflow started.
    public let startedAt: Timestamp
    /// The workflow.
    public let workflowID: WorkflowID
    /// The revision of the workflow.
    public let revision: Int
    /// Which of the revision's corrections it is, from 0.
    public let ordinal: Int

    init(
        owner: String,
        startedAt: Timestamp,
        workflowID: WorkflowID,
        revision: Int,
        ordinal: Int
    ) {
        self.owner = owner
        self.startedAt = startedAt
        self.workflowID = workflowID
        self.revision = revision
        self.ordinal = ordinal
    }

    init?(_ row: Row) throws {
        guard let owner = try row["owner"].string,
            let started = try row["workflow_started_at"].timestamp,
            let workflow = try row["workflow_id"].string.flatMap({ WorkflowID($0) }),
            let revision = try row["revision"].int, let ordinal = try row["ordinal"].int
        else { return nil }
        self.init(
            owner: owner,
            startedAt: started,
            workflowID: workflow,
            revision: revision,
            ordinal: ordinal
        )
    }

    /// The place as an opaque word for the next request.
    public var cursor: String {
        CursorText.cursor(
            of: "\(startedAt.microseconds) \(workflowID) \(revision) \(ordinal) \(owner)"
        )
    }

    /// Reads a word that `cursor` gave; nil for any other.
    public init?(cursor: String) {
        guard let text = CursorText.text(of: cursor) else { return nil }
        let words = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard words.count == 5, let microseconds = Int64(words[0]),
            CursorText.times.contains(microseconds),
            let workflow = WorkflowID(String(words[1])),
            let revision = Int16(words[2]), let ordinal = Int32(words[3]),
            let owner = Owner(String(words[4]))
        else { return nil }
        self.init(
            owner: owner.name,
            startedAt: Timestamp(microseconds: microseconds),
            workflowID: workflow,
            revision: Int(revision),
            ordinal: Int(ordinal)
        )
    }
}

extension CorrectionPlace? {
    /// The place as the statements take it; empty where there is none.
    var parameters: [String: Parameter] {
        [
            "last_owner": .text(self?.owner ?? ""),
            "last_started": self?.startedAt.parameter ?? .text(""),
            "last_workflow": .text(self.map { "\($0.workflowID)" } ?? ""),
            "last_revision": .integer(self?.revision ?? 0),
            "last_ordinal": .integer(self?.ordinal ?? 0),
        ]
    }
}

extension Timestamp {
    fileprivate var parameter: Parameter { .text("\(self)") }
}
