import Redline
import RedlineAnalytics
import RedlineStorage
import RedlineSummaries

extension ExportWorkflows {
    /// Makes the first summary of a document and records stage 1 with it, under an id and at a time
    /// that were fixed when the request was accepted.
    ///
    /// - Throws: `ExportRefusal`, `RecordFaults`, and what keeps the record from being written.
    public func start(
        _ document: ExtractedDocument,
        version: Int? = nil,
        as id: WorkflowID,
        at time: Timestamp,
        access: ReadAccess,
        by actor: AuditActor
    ) async throws -> StartedExport {
        try await slots.withSlot(of: document.owner) { [self] in
            try await turns.withTurn(at: id) { hasWaited in
                if hasWaited, let known = try await known(id, as: access, by: actor) {
                    return known
                }
                return try await begun(document, version, id, at: time, access, by: actor)
            }
        }
    }

    /// An export that the same request began; nil where that failed.
    private func known(
        _ id: WorkflowID,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> StartedExport? {
        do {
            return try await started(id, as: access, by: actor)
        } catch WorkflowLookupError.unknown {
            return nil
        } catch ExportRefusal.notStarted {
            return nil
        }
    }

    private func begun(
        _ document: ExtractedDocument,
        _ version: Int?,
        _ id: WorkflowID,
        at time: Timestamp,
        _ access: ReadAccess,
        by actor: AuditActor
    ) async throws -> StartedExport {
        let root = document.document.root
        let summary = await summariser.summarise(
            SummaryRequest(
                owner: document.owner,
                documentType: document.documentType,
                data: document.extractedData,
                source: root["source"],
                fieldConfidence: document.fieldConfidence,
                examples: await examples(of: document.owner, in: document.documentType, by: actor)
            )
        )
        let text = StageText.initialSummary(of: document, version: version, summary, id, at: time)
        let prepared = try intake.prepare(
            JSONDocument(parsing: text),
            RecordContext(owner: document.owner, stage: .initialAISummary)
        )
        guard case .stage(let stage) = prepared.record,
            let (receipt, _) = try await record(prepared)
        else {
            // The same request was faster in another service: its summary is the one.
            return try await started(id, as: access, by: actor)
        }
        return StartedExport(
            workflowID: id,
            owner: document.owner.name,
            status: receipt.status ?? .awaitingUserReview,
            startedAt: receipt.occurredAt,
            expiresAt: receipt.expiresAt,
            record: stage.document
        )
    }

    /// An export that was started before.
    ///
    /// - Throws: `WorkflowLookupError`, `ExportRefusal`.
    public func started(
        _ id: WorkflowID,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> StartedExport {
        let detail = try await reader.workflow(id, as: access, by: actor)
        let state = try ExportState(detail)
        return StartedExport(
            workflowID: id,
            owner: detail.owner,
            status: detail.status,
            startedAt: detail.startedAt,
            expiresAt: detail.expiresAt,
            record: try state.initial(of: state.latest).record
        )
    }
}

extension ExportWorkflows {
    /// A document that is stored, as it is exported: in that version, or in the latest one.
    ///
    /// - Throws: `DocumentLookupError`; `RecordFaults` where it breaks rules that are newer than it;
    ///   what keeps it from being read.
    public func document(
        _ id: DocumentID,
        version: Int?,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> (document: ExtractedDocument, version: Int) {
        let detail = try await reader.document(id, version: version, as: access, by: actor)
        guard let owner = Owner(detail.owner) else { throw DocumentLookupError.unknown }
        let document = try intake.document(
            JSONDocument(parsing: detail.record),
            id: id,
            RecordContext(owner: owner)
        )
        return (document, detail.version)
    }
}
