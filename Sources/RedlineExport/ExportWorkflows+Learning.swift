import Redline
import RedlineSummaries

extension ExportWorkflows {
    /// What an owner corrected before in such documents, where a model may learn from it.
    ///
    /// A summary without examples is a summary: what keeps them from being read is no reason to make
    /// none.
    func examples(
        of owner: Owner,
        in documentType: String,
        by actor: AuditActor
    ) async -> [CorrectionExample] {
        guard learns else { return [] }
        let found = try? await reader.frequentCorrections(of: owner, in: documentType, by: actor)
        return (found ?? []).map { correction in
            CorrectionExample(
                owner: owner,
                field: correction.field,
                original: correction.original,
                modified: correction.modified,
                corrections: correction.corrections
            )
        }
    }
}
