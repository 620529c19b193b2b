import Redline
import RedlinePostgres

/// Which corrections are asked for.
public struct CorrectionFilter: Sendable, Equatable {
    /// The field names.
    public var field: FieldGlob?
    /// The class.
    public var pattern: PatternClass?
    /// What kind of change.
    public var changeType: ChangeType?
    /// The model whose output was corrected.
    public var model: String?
    /// The document's type.
    public var documentType: String?
    /// How the document's data were extracted.
    public var extractionMethod: String?
    /// The template that the person chose.
    public var template: String?
    /// Whose they are.
    public var owner: Owner?
    /// The first time that counts, of a workflow's start.
    public var from: Timestamp?
    /// The first time that no longer counts.
    public var to: Timestamp?
    /// A correction counts only where at least so many owners made one of its pattern.
    public var minPatternOwners = 1
    /// Only what had been recorded by then.
    public var recordedBy: Timestamp?

    /// Creates a filter that lets everything through.
    public init() {}

    /// Whether it asks for what is known of a correction's workflow alone.
    ///
    /// Then a page can have fewer corrections than were looked at.
    public var asksForContext: Bool {
        [model, documentType, extractionMethod, template].contains { $0 != nil }
            || recordedBy != nil
    }
}

/// The patterns that enough owners made.
public struct PatternSupport: Sendable {
    var fields: [String] = []
    var changeTypes: [String] = []
    var patterns: [String] = []

    /// The names of all of them.
    var names: Set<String> {
        Set(fields.indices.map { Self.name(fields[$0], changeTypes[$0], patterns[$0]) })
    }

    static func name(_ field: String, _ changeType: String, _ pattern: String) -> String {
        "\(changeType) \(pattern) \(field)"
    }
}

extension CorrectionFilter {
    func parameters(_ access: MiningAccess, _ support: PatternSupport) -> [String: Parameter] {
        [
            "owner": .text(owner?.name ?? access.owner?.name ?? ""),
            "from": from.parameter,
            "to": to.parameter,
            "field": .text(field?.regularExpression ?? ""),
            "change_type": .text(changeType?.rawValue ?? ""),
            "pattern": .text(pattern?.rawValue ?? ""),
            "min_owners": .integer(minPatternOwners),
            "support_field": .array(support.fields),
            "support_change": .array(support.changeTypes),
            "support_pattern": .array(support.patterns),
            "document_type": .text(documentType ?? ""),
            "model": .text(model ?? ""),
            "extraction_method": .text(extractionMethod ?? ""),
            "template": .text(template ?? ""),
            "recorded_by": recordedBy.parameter,
        ]
    }
}
