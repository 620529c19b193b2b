import Redline
import RedlinePostgres

/// One correction with the context in which a person made it.
public struct Correction: Sendable {
    /// Where it is in the order of all corrections.
    public let place: CorrectionPlace
    /// The document.
    public let documentID: String?
    /// The document's type.
    public let documentType: String?
    /// How the document's data were extracted.
    public let extractionMethod: String?
    /// The model whose output was corrected.
    public let model: String?
    /// How sure the AI was of the document.
    public let confidence: Double?
    /// The template that the person chose.
    public let template: String?
    /// When the person made the correction.
    public let reviewedAt: Timestamp?
    /// The field name.
    public let field: String
    /// Where it stood in the original.
    public let originalPath: String
    /// Where it stands in the modified document.
    public let modifiedPath: String
    /// What kind of change it is.
    public let changeType: ChangeType
    /// Its class.
    public let pattern: PatternClass
    /// The value before (JSON); nil for an addition.
    public let original: String?
    /// The value after (JSON); nil for a deletion.
    public let modified: String?
    /// The reason that the client gave.
    public let reason: String?

    /// The original's pointer, or for an addition the modified document's.
    public var path: String { changeType == .addition ? modifiedPath : originalPath }

    init?(_ row: Row, at place: CorrectionPlace) throws {
        guard let field = try row["field"].string,
            let originalPath = try row["original_path"].string,
            let modifiedPath = try row["modified_path"].string,
            let changeType = try row["change_type"].string.flatMap({ ChangeType(rawValue: $0) }),
            let pattern = try row["pattern"].string.flatMap({ PatternClass(rawValue: $0) })
        else { return nil }
        self.place = place
        documentID = try row["document_id"].string
        documentType = try row["document_type"].string
        extractionMethod = try row["extraction_method"].string
        model = try row["model"].string
        confidence = try row["confidence"].double
        template = try row["template"].string
        reviewedAt = try row["reviewed_at"].timestamp
        self.field = field
        self.originalPath = originalPath
        self.modifiedPath = modifiedPath
        self.changeType = changeType
        self.pattern = pattern
        original = try row["original"].string
        modified = try row["modified"].string
        reason = try row["reason"].string
    }
}
