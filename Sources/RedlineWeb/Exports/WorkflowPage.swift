import Redline
import RedlineAnalytics
import RedlineRendering

/// One export: its stages on a time line, what was changed, its figures and its file.
public struct WorkflowPage {
    /// What has just been done.
    public enum Said: String, Sendable {
        /// A file was made.
        case done
        /// Feedback was recorded.
        case thanks

        fileprivate var text: String {
            switch self {
            case .done: RedlineWeb.Words.Workflow.done
            case .thanks: RedlineWeb.Words.Workflow.thanks
            }
        }
    }

    private let workflow: WorkflowDetail
    private let address: ExportAddress
    private let visitor: Visitor
    private let templates: [String]
    private let formats: [String]

    /// Takes an export and what its file can be made of.
    public init(
        _ workflow: WorkflowDetail,
        at address: ExportAddress,
        templates: [String],
        formats: [String],
        for visitor: Visitor
    ) {
        self.workflow = workflow
        self.address = address
        self.templates = templates
        self.formats = formats
        self.visitor = visitor
    }

    private typealias Words = RedlineWeb.Words.Workflow

    /// The latest stages; an export that was made anew very often has no room for all.
    private var shownStages: ArraySlice<WorkflowDetail.Stage> {
        let first = workflow.revisions.suffix(Self.mostRevisions).first ?? 1
        return workflow.stages.drop { $0.revision < first }
    }
    /// The most revisions on the time line.
    private static let mostRevisions = 20

    private var mayWork: Bool { visitor.role == .owner || visitor.role == .admin }
    private var latest: Int { workflow.revisions.last ?? 1 }
    private var files: [Int] {
        workflow.stages.filter { $0.stage == .finalSummaryAndDeliverable }.map(\.revision)
    }

    /// The page; `said` tells what has just been done.
    public func page(said: Said? = nil) -> WebPage {
        let title = workflow.documentID ?? Words.workflow
        let note: HTML? = said.map {
            """
            <div class="said good" role="status" data-forget="\(address.keptUnder)">\
            <p>\($0.text)</p></div>

            """
        }
        let summaries = workflow.draftSummaries
        let stages = shownStages.map { stage($0, summaries) }
        let older: HTML? =
            shownStages.count < workflow.stages.count
            ? "<p class=\"note\">\(Words.older)</p>\n" : nil
        return WebPage(
            title: "\(title.prefix(60))",
            section: .exports,
            content: """
                <p class="small"><a href="/exports">\(RedlineWeb.Words.Exports.title)</a></p>
                <h1 dir="auto">\(LongText.value(title))</h1>
                \(note)\(facts)\(steps)\(actions)\
                <h2>\(Words.timeline)</h2>
                \(older)\
                <ol class="line">
                \(stages)</ol>
                \(comparison)\(work)
                """
        )
    }

    private var facts: HTML {
        """
        <dl class="pairs">
        <dt>\(Words.status)</dt><dd>\(StatusTag.html(workflow.status))</dd>
        <dt>\(Words.owner)</dt><dd dir="auto">\(workflow.owner)</dd>
        <dt>\(Words.started)</dt><dd>\(Moment.text(workflow.startedAt))</dd>
        <dt>\(Words.keptUntil)</dt><dd>\(Moment.text(workflow.expiresAt))</dd>
        <dt>\(Words.workflow)</dt><dd class="id">\("\(workflow.workflowID)")</dd>
        </dl>

        """
    }

    private var steps: HTML {
        StepList.html(
            reached: workflow.stages.filter { $0.revision == latest }.map(\.stage.rawValue).max()
                ?? 1
        )
    }

    private var actions: HTML {
        let isComplete = files.contains(latest)
        let review: HTML? =
            mayWork
            ? """
            <a class="button" href="\(address.page("/review"))">\
            \(isComplete ? Words.editAgain : Words.review)</a>

            """ : nil
        let file: HTML? = files.last.map { revision in
            """
            <a class="button" href="\(download(revision))">\(Words.download)</a>

            """
        }
        // What was interrupted after the review goes on from what is recorded.
        if mayWork, workflow.status == .awaitingFinalProcessing {
            return """
                <form class="row" method="post" action="\(address.page("/finish"))">\(visitor.tokenField)\
                <button class="main">\(Words.goOn)</button></form>

                """
        }
        return "<p class=\"row\">\(review)\(file)</p>\n"
    }

    private func download(_ revision: Int) -> String {
        address.page("/file", [("revision", "\(revision)")])
    }

    // MARK: The time line

    private func stage(_ stage: WorkflowDetail.Stage, _ summaries: [Int: String]) -> HTML {
        let record = try? JSONDocument(parsing: stage.record).root
        let name: String
        switch stage.stage {
        case .initialAISummary: name = Words.summaryStep
        case .userModifications: name = Words.reviewStep
        case .finalSummaryAndDeliverable: name = Words.fileStep
        case .userFeedback: name = Words.feedbackStep
        }
        let content: HTML
        switch (stage.stage, record) {
        case (_, nil): content = .nothing
        case (.initialAISummary, let record?): content = initial(record, stage)
        case (.userModifications, let record?): content = review(record, stage)
        case (.finalSummaryAndDeliverable, let record?):
            content = deliverable(record, stage, summaries)
        case (.userFeedback, let record?): content = feedback(record)
        }
        return """
            <li><h3>\(name) <span class="note">\(Words.revision(stage.revision))</span></h3>
            <p class="note small">\(Moment.text(stage.occurredAt))</p>
            \(content)</li>

            """
    }

    private func initial(_ record: JSONView, _ stage: WorkflowDetail.Stage) -> HTML {
        let metadata = record["initial_summary_metadata"]
        let parts = [
            record["source"]?["document_type"]?.string,
            record["source"]?["extraction_method"]?.string,
            metadata?["ai_model"]?.string,
            metadata?["confidence_score"]?.double.map { Percent($0).description },
        ]
        return """
            <p class="small" dir="auto">\(parts.compactMap { $0 }.joined(separator: " · "))</p>
            \(LongText.prose(record["ai_initial_summary"]?.summaryText ?? ""))
            """
    }

    private func review(_ record: JSONView, _ stage: WorkflowDetail.Stage) -> HTML {
        let corrections = workflow.corrections.filter { $0.revision == stage.revision }
        let seconds = HumanDuration(seconds: stage.editingSeconds ?? 0).description
        let counts: HTML
        if let measured = stage.counts {
            counts = """
                <p class="small">\(Words.edited): \(measured.edited) / \(measured.extracted) · \
                \(seconds)</p>

                """
        } else {
            counts = "<p class=\"small\">\(Words.toBeMeasured) \(seconds)</p>\n"
        }
        let table =
            ChangeTable.html(corrections.map { ChangeTable.Row($0) })
            ?? "<p>\(Words.noChanges)</p>\n"
        return "\(counts)\(table)\n"
    }

    private func deliverable(
        _ record: JSONView,
        _ stage: WorkflowDetail.Stage,
        _ summaries: [Int: String]
    ) -> HTML {
        let file = record["deliverable"]
        let size = GroupedNumber(file?["file_size_bytes"]?.integer ?? 0).description
        let summary = record["ai_final_summary"]?.summaryText ?? ""
        let draft = summaries[stage.revision]
        let text: HTML =
            draft.map {
                "<div class=\"prose\" dir=\"auto\">\(LongText.difference($0, summary))</div>\n"
            }
            ?? LongText.prose(summary)
        let rate: HTML? = stage.summaryRate.flatMap { rate in
            guard rate.referenceWords > 0 else { return nil }
            let share = Percent(Double(rate.edits) / Double(rate.referenceWords)).description
            return "<p class=\"small\">\(Words.summaryEdits): \(share)</p>\n"
        }
        return """
            <p class="small"><span dir="auto">\(file?["filename"]?.string ?? "–")</span>, \
            \(size) bytes · <a href="\(download(stage.revision))">\(Words.download)</a></p>
            <p class="id small">\(file?["content_hash"]?.string ?? "")</p>
            \(text)\(rate)\
            \(MeasuredFigures(workflow, revision: stage.revision).html)
            """
    }

    private func feedback(_ record: JSONView) -> HTML {
        let rating = record["satisfaction_rating"]?.integer ?? 0
        return """
            <p>\(rating) / 5</p>
            \(LongText.prose(record["feedback_text"]?.string ?? ""))
            """
    }

    // MARK: What can be done

    private var comparison: HTML {
        let versions = workflow.revisions.flatMap { ["\($0)-draft", "\($0)-final"] }
        return """
            <h2>\(Words.compare)</h2>
            <form class="filters" method="get" action="\(address.page("/compare"))">
            \(address.ownerField)\(VersionChoice.field("from", Words.before, versions, versions.first))\
            \(VersionChoice.field("to", Words.after, versions, versions.last))\
            <button>\(Words.compareButton)</button>
            </form>

            """
    }

    private var work: HTML? {
        guard mayWork, !files.isEmpty else { return nil }
        return """
            <h2>\(Words.regenerate)</h2>
            <p>\(Words.regenerateMeaning)</p>
            <form class="sheet" method="post" action="\(address.page("/regenerate"))">\(visitor.tokenField)
            <input type="hidden" name="revision" value="\(latest)">
            \(PreferenceFields.html(formats: formats, templates: templates))\
            <div class="row"><button class="main">\(Words.regenerateButton)</button></div>
            </form>
            <h2>\(Words.feedback)</h2>
            <form class="sheet" method="post" action="\(address.page("/feedback"))">\(visitor.tokenField)
            <div class="field"><label for="rating">\(Words.rating)</label>
            <input id="rating" name="satisfaction_rating" type="number" min="1" max="5" required></div>
            <div class="field"><label for="comment">\(Words.comment)</label>
            <textarea id="comment" name="feedback_text" rows="3"></textarea></div>
            <div class="row"><button>\(Words.send)</button></div>
            </form>

            """
    }
}
