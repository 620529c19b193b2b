/// What the audit trail tells of: every access to content, and every administrative act.
///
/// The list is closed; the database refuses any other.
public enum AuditAction: String, Sendable, CaseIterable {
    /// A list of exports was read.
    case readHistory = "read_history"
    /// One workflow was read.
    case readWorkflow = "read_workflow"
    /// A list of interactions was read.
    case readInteractions = "read_interactions"
    /// Interactions were searched for words.
    case searchInteractions = "search_interactions"
    /// A list of documents was read.
    case readDocuments = "read_documents"
    /// One document was read.
    case readDocument = "read_document"
    /// The file of an export was read again.
    case readDeliverable = "read_deliverable"
    /// Corrections were read.
    case readCorrections = "read_corrections"
    /// Corrections were exported as a dataset.
    case exportCorrections = "export_corrections"
    /// A report was read that shows content.
    case reportContent = "report_content"
    /// Records that the database refused were looked at in the spool.
    case readRefused = "read_refused"
    /// All that is held on an owner was exported.
    case exportOwner = "export_owner"
    /// All that was held on an owner was erased.
    case eraseOwner = "erase_owner"
    /// A legal hold was put on an owner.
    case holdOwner = "hold_owner"
    /// A legal hold was released.
    case releaseOwner = "release_owner"
    /// Records of an owner who was erased are taken again.
    case readmitOwner = "readmit_owner"
    /// How long records are kept was changed.
    case setRetention = "set_retention"
    /// What was past its time was removed.
    case runRetention = "run_retention"
    /// Files that the database does not know of were removed from their folder.
    case sweepFiles = "sweep_files"
    /// A key was made.
    case createKey = "create_key"
    /// A key was revoked.
    case revokeKey = "revoke_key"
    /// The keys were listed, with whose they are.
    case listKeys = "list_keys"
    /// The people who sign in with accounts elsewhere were listed.
    case listPeople = "list_people"
    /// All sign-ins of such a person were ended.
    case signOutPerson = "sign_out_person"
    /// The audit trail was read.
    case readAudit = "read_audit"
    /// The audit trail was verified.
    case verifyAudit = "verify_audit"
    /// The head of the audit trail was written down elsewhere.
    case anchorAudit = "anchor_audit"
    /// Old weeks of the audit trail were dropped.
    case pruneAudit = "prune_audit"
    /// The schema was brought up to date.
    case migrate
    /// The roll-ups were counted afresh.
    case rebuildRollUps = "rebuild_rollups"
    /// Refused records were put in line again.
    case retryRefused = "retry_refused"
    /// Refused records were removed.
    case discardRefused = "discard_refused"
}
