import Redline
import RedlinePostgres

/// One workflow with its stages and its corrections.
public struct WorkflowDetail: Sendable {
    /// A stage as it was sent, and what was measured of it.
    public struct Stage: Sendable {
        /// The revision.
        public let revision: Int
        /// Which stage it is.
        public let stage: ExportStage
        /// When it happened.
        public let occurredAt: Timestamp
        /// The record as it was sent (JSON).
        public let record: String
        /// The deliverable's media type (stage 3).
        public let mimeType: String?
        /// What became of the leaves; of a stage 1 the extracted ones alone.
        public let counts: LeafCounts?
        /// How long the person edited, in seconds (stage 2).
        public let editingSeconds: Double?
        /// Edits of the AI's summary and the words of the one that shipped (stage 3).
        public let summaryRate: (edits: Int, referenceWords: Int)?

        /// Makes a stage of what is known of it.
        public init(
            revision: Int,
            stage: ExportStage,
            occurredAt: Timestamp,
            record: String,
            mimeType: String?,
            counts: LeafCounts?,
            editingSeconds: Double?,
            summaryRate: (edits: Int, referenceWords: Int)?
        ) {
            self.revision = revision
            self.stage = stage
            self.occurredAt = occurredAt
            self.record = record
            self.mimeType = mimeType
            self.counts = counts
            self.editingSeconds = editingSeconds
            self.summaryRate = summaryRate
        }
    }

    /// A correction.
    public struct Correction: Sendable {
        /// The revision.
        public let revision: Int
        /// The field name.
        public let field: String
        /// Where it stood in the original.
        public let originalPath: String
        /// Where it stands in the modified document.
        public let modifiedPath: String
        /// What kind of change it is.
        public let changeType: ChangeType
        /// The class of the change.
        public let pattern: String
        /// The value before (JSON).
        public let original: String?
        /// The value after (JSON).
        public let modified: String?
        /// The reason that the person gave.
        public let reason: String?

        /// Makes a correction of what is known of it.
        public init(
            revision: Int,
            field: String,
            originalPath: String,
            modifiedPath: String,
            changeType: ChangeType,
            pattern: String,
            original: String?,
            modified: String?,
            reason: String?
        ) {
            self.revision = revision
            self.field = field
            self.originalPath = originalPath
            self.modifiedPath = modifiedPath
            self.changeType = changeType
            self.pattern = pattern
            self.original = original
            self.modified = modified
            self.reason = reason
        }
    }

    /// Whose it is.
    public let owner: String
    /// The workflow.
    public let workflowID: WorkflowID
    /// When it started.
    public let startedAt: Timestamp
    /// When it is no longer kept.
    public let expiresAt: Timestamp
    /// The stages, by revision and stage.
    public let stages: [Stage]
    /// The corrections, in document order.
    public let corrections: [Correction]

    /// The document, where stage 1 is known.
    public let documentID: String?

    /// Makes a workflow of what is known of it.
    public init(
        owner: String,
        workflowID: WorkflowID,
        startedAt: Timestamp,
        expiresAt: Timestamp,
        stages: [Stage],
        corrections: [Correction],
        documentID: String?
    ) {
        self.owner = owner
        self.workflowID = workflowID
        self.startedAt = startedAt
        self.expiresAt = expiresAt
        self.stages = stages
        self.corrections = corrections
        self.documentID = documentID
    }

    /// How far it has come.
    public var status: WorkflowStatus {
        let latest = stages.filter { $0.stage != .userFeedback }.last
        return WorkflowStatus(furthest: latest?.stage ?? .initialAISummary)
    }
}

/// Why a workflow is not shown.
public enum WorkflowLookupError: Error {
    /// There is none that the reader may see.
    case unknown
    /// Several owners use that id; the reader has to say whose is meant.
    case ambiguous
}

extension RecordReader {
    /// One workflow.
    ///
    /// Another owner's answers exactly as one that does not exist. The audit trail has an entry of it
    /// before it is handed over.
    ///
    /// - Throws: `WorkflowLookupError`; `PostgresError` where the database cannot be read.
    public func workflow(
        _ id: WorkflowID,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> WorkflowDetail {
        let query = ReadingQuery(
            .findWorkflow,
            ["workflow_id": "\(id)", "owner": access.owner?.name ?? ""]
        )
        return try await pool.readContent(as: access, by: actor) { connection in
            let answers = try connection.pipeline([query.statement, .reading(.retentionDays)])
            let found = answers[0]
            guard found.count < 2 else { throw WorkflowLookupError.ambiguous }
            guard let place = found.first, let owner = try place["owner"].string,
                let started = try place["started_at"].timestamp,
                let kept = try place["kept_from"].timestamp
            else { throw WorkflowLookupError.unknown }
            let key: [String: Parameter] = [
                "owner": .text(owner),
                "started_at": .timestamp(microsecondsSinceEpoch: started.microseconds),
                "workflow_id": .uuid(bytes: id.bytes),
            ]
            let days = try KeptDays(answers[1], "export_days")
            let parts = try connection.pipeline([
                .reading(.workflowStages, key), .reading(.workflowCorrections, key),
            ])
            let rows = parts[0]
            guard !rows.isEmpty else { throw WorkflowLookupError.unknown }
            let act = query.act(.readWorkflow, access, [owner], records: rows.count)
            let detail = WorkflowDetail(
                owner: owner,
                workflowID: id,
                startedAt: started,
                expiresAt: days.end(of: owner, from: kept),
                stages: try rows.compactMap(WorkflowDetail.Stage.init),
                corrections: try parts[1].compactMap(WorkflowDetail.Correction.init),
                documentID: try rows.compactMap { try $0["document_id"].string }.first
            )
            return (act, detail)
        }
    }
}

extension WorkflowDetail.Stage {
    fileprivate init?(_ row: Row) throws {
        guard let revision = try row["revision"].int,
            let stage = try row["stage"].int.flatMap({ ExportStage(rawValue: $0) }),
            let occurred = try row["occurred_at"].timestamp, let record = try row["record"].string
        else { return nil }
        self.revision = revision
        self.stage = stage
        occurredAt = occurred
        self.record = record
        mimeType = try row["mime_type"].string
        counts = try row["extracted"].int.map { extracted in
            LeafCounts(
                extracted: extracted,
                modified: try row["modified"].int ?? 0,
                deleted: try row["deleted"].int ?? 0,
                added: try row["added"].int ?? 0
            )
        }
        editingSeconds = try row["editing_seconds"].double
        if let edits = try row["ter_edits"].int, let words = try row["ter_reference_words"].int {
            summaryRate = (edits, words)
        } else {
            summaryRate = nil
        }
    }
}

extension WorkflowDetail.Correction {
    fileprivate init?(_ row: Row) throws {
        guard let field = try row["field"].string, let original = try row["original_path"].string,
            let modified = try row["modified_path"].string,
            let type = try row["change_type"].string.flatMap({ ChangeType(rawValue: $0) }),
            let pattern = try row["pattern"].string
        else { return nil }
        revision = try row["revision"].int ?? 1
        self.field = field
        originalPath = original
        modifiedPath = modified
        changeType = type
        self.pattern = pattern
        self.original = try row["original"].string
        self.modified = try row["modified"].string
        reason = try row["reason"].string
    }
}
