import Redline
import RedlineDeliverables

/// All that a file is rendered from: what is recorded of a revision, and its final summary.
///
/// The same draft gives the same bytes.
struct DeliverableDraft: Sendable {
    let workflowID: WorkflowID
    let owner: Owner
    let revision: Int
    /// Stage 1.
    let initial: JSONView
    let extractedData: JSONView
    let finalData: JSONView
    /// What a person changed in the extracted data.
    let changes: [Change]
    let reasons: [String: String]
    /// What the person wants of the file.
    let preferences: JSONView
    /// The final summary, and who made it.
    let summary: JSONView
    let metadata: JSONView
    let reviewedAt: Timestamp
    let createdAt: Timestamp
    /// By what the request for the file is known when it comes again.
    let requestDigest: String

    /// The changes between two documents; none where finding them takes too long for now.
    static func changes(from original: JSONView, to modified: JSONView) -> [Change] {
        let work = MeasuringWork.comparing(original: original, modified: modified)
        guard work <= .atOnceLimit else { return [] }
        return Comparison(original: original, modified: modified).changes
    }

    /// The file's content, checked.
    ///
    /// - Throws: `DeliverableError` where a part cannot be shown.
    func deliverable() throws(DeliverableError) -> Deliverable {
        let source = initial["source"]
        let look = preferences["template_customization"]
        return try Deliverable(
            document: DeliverableDocument(
                id: initial["document_id"]?.string ?? "",
                type: source?["document_type"]?.string ?? "",
                extractedData: extractedData,
                finalData: finalData,
                title: look?["title"]?.string,
                language: look?["language"]?.string
            ),
            workflow: DeliverableWorkflow(
                id: workflowID,
                revision: revision,
                createdAt: createdAt,
                reviewedAt: reviewedAt
            ),
            source: DeliverableSource(
                extractionMethod: source?["extraction_method"]?.string ?? "",
                confidence: source?["di_confidence"]?.double,
                model: metadata["ai_model"]?.string
            ),
            modifications: changes.map { change in
                FieldModification(change, reason: reasons[change.path] ?? reasons[change.field])
            },
            summary: DeliverableSummary(summary),
            preferences: DeliverablePreferences(userPreferences: preferences)
        )
    }
}
