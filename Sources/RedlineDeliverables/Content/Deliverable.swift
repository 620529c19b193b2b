import Redline

/// All that goes into the file of a document's export: what it says, not what it looks like.
///
/// A deliverable has been checked when it exists, and holds nothing that changes by itself: the same
/// deliverable gives the same bytes, whenever and by whichever process it is rendered (with the same
/// fonts, for PDF).
public struct Deliverable: Sendable {
    /// What was exported.
    public let document: DeliverableDocument
    /// The workflow that it came from.
    public let workflow: DeliverableWorkflow
    /// How the data were extracted.
    public let source: DeliverableSource
    /// What a person changed.
    public let modifications: [FieldModification]
    /// The AI's final summary.
    public let summary: DeliverableSummary
    /// What the person wanted.
    public let preferences: DeliverablePreferences

    /// The most modifications that a file shows.
    public static let modificationLimit = 50_000

    /// Puts a deliverable together.
    ///
    /// - Throws: `DeliverableError` where a part cannot be shown: see its cases.
    public init(
        document: DeliverableDocument,
        workflow: DeliverableWorkflow,
        source: DeliverableSource,
        modifications: [FieldModification] = [],
        summary: DeliverableSummary = DeliverableSummary(),
        preferences: DeliverablePreferences = DeliverablePreferences()
    ) throws(DeliverableError) {
        guard !document.id.isEmpty else { throw .invalid("document_id", "is empty") }
        guard !document.type.isEmpty else { throw .invalid("document_type", "is empty") }
        for (name, data) in [
            ("extracted_data", document.extractedData), ("modified_data", document.finalData),
        ] {
            guard data.kind == .object || data.kind == .array else {
                throw .invalid(name, "is neither an object nor an array")
            }
            guard data.leafCount <= documentLeafLimit else {
                throw .invalid(name, "has more than \(documentLeafLimit) values")
            }
        }
        guard workflow.revision >= 1 else { throw .invalid("revision", "is below 1") }
        guard modifications.count <= Self.modificationLimit else {
            throw .invalid("changes", "are more than \(Self.modificationLimit)")
        }
        if let confidence = source.confidence, !(0...1).contains(confidence) {
            throw .invalid("di_confidence", "is not between 0 and 1")
        }
        if let language = document.language, !DeliverableDocument.isLanguageTag(language) {
            throw .invalid("language", "is not a language tag such as en or ar-EG")
        }
        self.document = document
        self.workflow = workflow
        self.source = source
        self.modifications = modifications
        self.summary = summary
        self.preferences = preferences
    }
}
