import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineStorage

extension ExportWorkflows {
    /// The file of a revision, of the latest one that has a file where none is named, as it was
    /// handed over.
    ///
    /// - Throws: `WorkflowLookupError`, `DeliverableLookupError`; `FilesFolderError` where it lies in
    ///   a folder and cannot be read there; what keeps it from being read.
    public func file(
        of id: WorkflowID,
        revision: Int? = nil,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> FinishedExport {
        do {
            return try await found(id, revision: revision, as: access, by: actor)
        } catch FilesFolderError.missing {
            // It may have been removed with its row after that was read; then there is none now.
            return try await found(id, revision: revision, as: access, by: actor)
        }
    }

    private func found(
        _ id: WorkflowID,
        revision: Int?,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> FinishedExport {
        let kept = try await reader.deliverable(id, revision: revision, as: access, by: actor)
        let bytes: [UInt8]
        switch kept.content {
        case .bytes(let content): bytes = content
        case .folder(let file):
            bytes = try await readers.run { [files, logger] in
                do {
                    return try files.content(of: file)
                } catch {
                    // Who asked is told that it failed; this is for whoever can mend it.
                    let what = "file \(file.id) of workflow \(id), revision \(kept.revision)"
                    logger.error("\(what): \(error)")
                    throw error
                }
            }
        }
        return FinishedExport(
            workflowID: id,
            revision: kept.revision,
            bytes: bytes,
            name: kept.name,
            mediaType: kept.mediaType,
            contentHash: kept.contentHash
        )
    }

    /// Keeps a file before the stage that names it is recorded: what is named is there.
    func keep(_ file: FinishedExport, of owner: Owner) async throws {
        try await files.store(
            StoredDeliverable(
                bytes: file.bytes,
                name: file.name,
                mediaType: file.mediaType,
                contentHash: file.contentHash
            ),
            of: file.workflowID,
            owner,
            revision: file.revision
        )
    }
}

extension FinishedExport {
    init(_ file: DeliverableFile, of draft: DeliverableDraft) {
        self.init(
            workflowID: draft.workflowID,
            revision: draft.revision,
            bytes: file.bytes,
            name: file.name,
            mediaType: file.mediaType,
            contentHash: ContentHash.of(file.bytes)
        )
    }
}
