import Redline
import RedlinePostgres

/// A place in the order of all workflows: by owner, then from the oldest on.
struct WorkflowPlace: Sendable, Equatable {
    let owner: String
    let startedAt: Timestamp
    let workflowID: WorkflowID
}

/// A workflow as it was recorded: its stages, by revision.
struct RecordedWorkflow {
    /// A correction of a stage 2.
    struct Change {
        let field: String
        let path: String
        let changeType: ChangeType
        let pattern: PatternClass
        let original: JSONView
        let modified: JSONView
    }

    /// A stage with its record.
    struct Stage {
        let revision: Int
        let stage: Int
        /// Whether the corrections of a stage 2 have been found yet.
        let isMeasured: Bool
        let documentID: String?
        let documentType: String?
        let extractionMethod: String?
        let model: String?
        let template: String?
        let record: JSONDocument
        let changes: [Change]

        init?(_ row: Row) throws {
            guard let revision = try row["revision"].int, let stage = try row["stage"].int,
                let record = try row["record"].string
            else { return nil }
            self.revision = revision
            self.stage = stage
            isMeasured = try row["is_measured"].bool ?? false
            documentID = try row["document_id"].string
            documentType = try row["document_type"].string
            extractionMethod = try row["extraction_method"].string
            model = try row["model"].string
            template = try row["template"].string
            self.record = try JSONDocument(parsing: record)
            changes = try row["corrections"].string.map { try Self.changes(in: $0) } ?? []
        }

        private static func changes(in text: String) throws -> [Change] {
            // Together they are larger than a record, whose paths they repeat.
            var limits = JSONLimits.record
            limits.bytes = 256 * 1024 * 1024
            return try JSONDocument(parsing: text, limits: limits).root.elements.compactMap { row in
                let parts = row.elements
                guard parts.count == 7, let field = parts[0].string,
                    let originalPath = parts[1].string, let modifiedPath = parts[2].string,
                    let type = parts[3].string.flatMap({ ChangeType(rawValue: $0) }),
                    let pattern = parts[4].string.flatMap({ PatternClass(rawValue: $0) })
                else { return nil }
                return Change(
                    field: field,
                    path: type == .addition ? modifiedPath : originalPath,
                    changeType: type,
                    pattern: pattern,
                    original: parts[5],
                    modified: parts[6]
                )
            }
        }
    }

    let place: WorkflowPlace
    var stages: [Stage] = []

    /// The lowest revision that is known.
    var firstRevision: Int? { stages.map(\.revision).min() }

    func stage(_ stage: Int, of revision: Int) -> Stage? {
        stages.first { $0.stage == stage && $0.revision == revision }
    }
}
