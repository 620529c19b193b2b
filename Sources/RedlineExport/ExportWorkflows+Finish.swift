import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineStorage
import RedlineSummaries

extension ExportWorkflows {
    /// Which revision a person wants the file of.
    public enum Pass: Sendable {
        /// That which they had before them: the one that has no file yet.
        case review
        /// One more, from the data that the revision before it ended with.
        case anew
    }

    /// How often a revision is looked at again when others record its stages at the same time.
    private static let tries = 4

    /// Records what a person made of the data, has the final summary written, renders the file and
    /// records that.
    ///
    /// The same request sent again, also after an interruption, is one request: it goes on where it
    /// was, and ends with the same file.
    ///
    /// - Throws: `ExportRefusal`, `WorkflowLookupError`, `RecordFaults`, `DeliverableError`, and what
    ///   keeps records from being read or written.
    public func finish(
        _ review: ExportReview,
        _ id: WorkflowID,
        of document: DocumentID? = nil,
        _ pass: Pass,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> FinishedExport {
        let wishes = try FileWishes(review, templates)
        return try await slots.withSlot(of: review.owner ?? access.owner) { [self] in
            try await turns.withTurn(at: id) { _ in
                try await finished(review, wishes, id, of: document, pass, as: access, by: actor)
            }
        }
    }

    private func finished(
        _ review: ExportReview,
        _ wishes: FileWishes,
        _ id: WorkflowID,
        of document: DocumentID?,
        _ pass: Pass,
        as access: ReadAccess,
        by actor: AuditActor
    ) async throws -> FinishedExport {
        for _ in 1...Self.tries {
            let detail = try await reader.workflow(id, as: access, by: actor)
            let state = try ExportState(detail)
            guard document == nil || document?.text == state.documentID,
                review.owner == nil || review.owner == state.owner
            else { throw ExportRefusal.unknownWorkflow }
            let target = try target(of: review, pass, state)
            let done =
                target.isComplete
                ? try await file(of: id, revision: target.revision, as: access, by: actor)
                : try await make(target, wishes, state, by: actor)
            if let done { return done }
        }
        throw ExportRefusal.busy
    }

    // MARK: Which revision

    private struct Target {
        let revision: Int
        let reviewed: ReviewedStage
        /// Whether it has its file already, and that is the one that is asked for.
        var isComplete = false
    }

    private func target(
        of review: ExportReview,
        _ pass: Pass,
        _ state: ExportState
    ) throws -> Target {
        let latest = state.latest
        let named = review.revision ?? latest
        guard named <= latest else { throw ExportRefusal.outdated(state.progress(of: latest)) }
        switch pass {
        case .review: return try target(named, review, state)
        case .anew:
            let isComplete = state.stage(.finalSummaryAndDeliverable, of: named) != nil
            if review.revision != nil || latest == 1 {
                guard isComplete else { throw ExportRefusal.incomplete(revision: named) }
                do {
                    return try target(named + 1, review, state)
                } catch ExportRefusal.complete(let progress) {
                    // Another revision followed the one that was named.
                    throw ExportRefusal.outdated(progress)
                }
            }
            // Without a revision, what is the same as the latest one is that one.
            if let same = try? target(latest, review, state) { return same }
            guard isComplete else { throw ExportRefusal.incomplete(revision: latest) }
            return try target(latest + 1, review, state)
        }
    }

    /// A revision as what is asked for, where it is not something else already.
    private func target(
        _ revision: Int,
        _ review: ExportReview,
        _ state: ExportState
    ) throws -> Target {
        let reviewed = try reviewed(review, revision, state)
        if let last = state.stage(.finalSummaryAndDeliverable, of: revision) {
            guard last.root["request_digest"]?.string == reviewed.digest else {
                throw revision == state.latest
                    ? ExportRefusal.complete(state.progress(of: revision))
                    : ExportRefusal.outdated(state.progress(of: state.latest))
            }
            return Target(revision: revision, reviewed: reviewed, isComplete: true)
        }
        guard revision >= state.latest else {
            throw ExportRefusal.outdated(state.progress(of: state.latest))
        }
        if let known = state.stage(.userModifications, of: revision),
            ReviewedStage.digest(of: known.root) != reviewed.digest
        {
            throw ExportRefusal.outdated(state.progress(of: revision))
        }
        return Target(revision: revision, reviewed: reviewed)
    }

    private func reviewed(
        _ review: ExportReview,
        _ revision: Int,
        _ state: ExportState
    ) throws -> ReviewedStage {
        let elapsed = Timestamp.now.microseconds - (try state.start(of: revision)).microseconds
        let text = StageText.modifications(
            review,
            of: try state.data(before: revision),
            state.id,
            state.owner,
            revision: revision,
            // Who does not say how long they edited took no longer than this.
            editingSeconds: review.editingSeconds ?? Double(max(0, elapsed)) / 1_000_000
        )
        return try ReviewedStage(
            intake.prepare(
                JSONDocument(parsing: text),
                RecordContext(owner: state.owner, workflowID: state.id, stage: .userModifications)
            )
        )
    }

    // MARK: Making the file

    /// Makes a revision's file, from where it is; nil where somebody else recorded a stage of it
    /// meanwhile.
    private func make(
        _ target: Target,
        _ wishes: FileWishes,
        _ state: ExportState,
        by actor: AuditActor
    ) async throws -> FinishedExport? {
        let (revision, reviewed) = (target.revision, target.reviewed)
        var reviewedAt = state.stage(.userModifications, of: revision)?.occurredAt
        if reviewedAt == nil, reviewed.isWorthRecording {
            guard let (receipt, isWaiting) = try await record(reviewed.prepared) else { return nil }
            guard !isWaiting else { throw ExportRefusal.interrupted }
            reviewedAt = receipt.occurredAt
        }
        let draft = try await draft(target, wishes, state, reviewedAt: reviewedAt, by: actor)
        let file = try await render(draft, wishes)
        let finished = FinishedExport(file, of: draft)
        try await keep(finished, of: state.owner)
        let elapsed = draft.createdAt.microseconds - (try state.start(of: revision)).microseconds
        var prepared = try intake.prepare(
            JSONDocument(
                parsing: StageText.deliverable(
                    file,
                    wishes.format,
                    hash: finished.contentHash,
                    of: draft,
                    after: Double(max(0, elapsed)) / 1_000_000
                )
            ),
            RecordContext(
                owner: state.owner,
                workflowID: state.id,
                stage: .finalSummaryAndDeliverable
            )
        )
        prepared.requiresWorkflow = true
        guard try await record(prepared) != nil else { return nil }
        return finished
    }

    private func draft(
        _ target: Target,
        _ wishes: FileWishes,
        _ state: ExportState,
        reviewedAt: Timestamp?,
        by actor: AuditActor
    ) async throws -> DeliverableDraft {
        let (revision, reviewed) = (target.revision, target.reviewed)
        let initial = try state.initial(of: revision).root
        let extracted = try state.extractedData(of: revision)
        let final = reviewed.modifiedData ?? extracted
        let preferences = reviewed.preferences ?? wishes.preferences
        let changes = DeliverableDraft.changes(from: extracted, to: final)
        let documentType = initial["source"]?["document_type"]?.string ?? ""
        let summary = await summariser.summarise(
            SummaryRequest(
                owner: state.owner,
                documentType: documentType,
                data: final,
                source: initial["source"],
                fieldConfidence: initial["field_confidence"],
                examples: await examples(of: state.owner, in: documentType, by: actor),
                review: Review(
                    changes: changes,
                    template: wishes.template.name,
                    instructions: preferences["transformation_instructions"]?.string ?? "",
                    priorityFields: preferences["priority_fields"]?.elements
                        .compactMap(\.string) ?? [],
                    firstSummary: initial["ai_initial_summary"]?.summaryText
                )
            )
        )
        // The file says what is stored: also where a model made up what looks like somebody's address.
        let text = try intake.redacted(JSONDocument(parsing: StageText.summary(summary)))
        var reasons = state.reasons(through: revision)
        // What is not recorded, because nothing was edited, could not be rendered again.
        if reviewed.isEdited { reasons.merge(ExportState.reasons(in: reviewed.root)) { $1 } }
        let createdAt = Timestamp.now
        return DeliverableDraft(
            workflowID: state.id,
            owner: state.owner,
            revision: revision,
            initial: initial,
            extractedData: extracted,
            finalData: final,
            changes: changes,
            reasons: reasons,
            preferences: preferences,
            summary: text.root["ai_final_summary"] ?? text.root,
            metadata: text.root["final_summary_metadata"] ?? text.root,
            reviewedAt: reviewedAt ?? createdAt,
            createdAt: createdAt,
            requestDigest: reviewed.digest
        )
    }

    private func render(
        _ draft: DeliverableDraft,
        _ wishes: FileWishes
    ) async throws -> DeliverableFile {
        try await threads.run {
            try draft.deliverable().file(as: wishes.format, template: wishes.template)
        }
    }
}
