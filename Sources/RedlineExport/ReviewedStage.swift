import Redline
import RedlineStorage

/// What a person made of a revision, as its stage 2 has it, whether or not that is recorded.
struct ReviewedStage: Sendable {
    let prepared: PreparedRecord
    /// The stage as it is, or would be, stored: with placeholders for personal data.
    let root: JSONView

    private static let identity: MemberNames = [
        "stage", "export_workflow_id", "owner_email", "revision", "timestamp", "original_data",
        // How long it took is measured anew with each try; what was asked for is the same.
        "user_actions",
    ]

    init(_ prepared: PreparedRecord) throws {
        guard case .stage(let stage) = prepared.record else { throw ExportRefusal.notStarted }
        var prepared = prepared
        prepared.requiresWorkflow = true
        self.prepared = prepared
        root = stage.document.root
    }

    var modifiedData: JSONView? { root["modified_data"] }
    var preferences: JSONView? { root["user_preferences"] }

    /// Whether anything was edited.
    var isEdited: Bool {
        if let comparison = prepared.comparison { return !comparison.changes.isEmpty }
        guard let original = root["original_data"], let modified = modifiedData else {
            return false
        }
        return !original.isSame(as: modified)
    }

    /// Whether it is to be recorded: anything was edited, or said to have been looked at.
    var isWorthRecording: Bool { isEdited || (root["reviewed_fields"]?.count ?? 0) > 0 }

    /// By what a request for a file is known when it comes again: the data, the preferences, and
    /// what else a person said.
    var digest: String { Self.digest(of: root) }

    /// The same of a stage 2 that is recorded.
    static func digest(of root: JSONView) -> String {
        let canonical = CanonicalForm(of: root, without: identity)
        return ContentHash.of(canonical.bytes)
    }
}
