import Redline
import RedlineAnalytics
import RedlineRendering

/// A workflow as a person reads it in a terminal: its stages on a time line, what was changed and
/// how the summary became the one that shipped.
struct WorkflowText {
    private let workflow: WorkflowDetail
    private let style: TextStyle
    private(set) var text = ""

    init(_ workflow: WorkflowDetail, _ style: TextStyle) {
        self.workflow = workflow
        self.style = style
        head()
        for stage in workflow.stages { show(stage) }
    }

    private mutating func line(_ content: String = "") {
        text += content + "\n"
    }

    private mutating func head() {
        line(Emphasis.strong("Workflow \(workflow.workflowID)", style))
        line("  document    \(clean(workflow.documentID ?? "–"))")
        line("  owner       \(clean(workflow.owner))")
        line("  status      \(workflow.status.rawValue)")
        line("  started     \(workflow.startedAt.toTheSecond)")
        line("  kept until  \(workflow.expiresAt.toTheSecond)")
    }

    private mutating func show(_ stage: WorkflowDetail.Stage) {
        line()
        let revision = stage.revision > 1 ? ", revision \(stage.revision)" : ""
        line(
            Emphasis.strong(
                "\(stage.occurredAt.toTheSecond)  \(stage.stage.rawValue). \(stage.stage.name)"
                    + revision,
                style
            )
        )
        guard let record = try? JSONDocument(parsing: stage.record).root else { return }
        switch stage.stage {
        case .initialAISummary: initialSummary(record, stage)
        case .userModifications: modifications(record, stage)
        case .finalSummaryAndDeliverable: deliverable(record, stage)
        case .userFeedback: feedback(record)
        }
    }

    private mutating func initialSummary(_ record: JSONView, _ stage: WorkflowDetail.Stage) {
        let metadata = record["initial_summary_metadata"]
        let source = record["source"]
        line(
            "  \(clean(source?["document_type"]?.string ?? "–")), read by "
                + "\(clean(source?["extraction_method"]?.string ?? "–")), summarised by "
                + "\(clean(metadata?["ai_model"]?.string ?? "–"))"
        )
        if let confidence = metadata?["confidence_score"]?.double {
            line("  confidence \(Percent(confidence)), \(stage.counts?.extracted ?? 0) fields")
        }
        paragraph(record["ai_initial_summary"]?.summaryText ?? "")
    }

    private mutating func modifications(_ record: JSONView, _ stage: WorkflowDetail.Stage) {
        let seconds = stage.editingSeconds ?? 0
        if let counts = stage.counts {
            let rate = EditingRate.editsPerMinute(counts.edited, seconds: seconds)
            line(
                "  \(counts.edited) of \(counts.extracted) fields edited in "
                    + "\(HumanDuration(seconds: seconds)) "
                    + "(\(GroupedNumber(rate, places: 2)) a minute): \(counts.modified) modified, "
                    + "\(counts.added) added, \(counts.deleted) deleted"
            )
        } else {
            line("  edited in \(HumanDuration(seconds: seconds)); its changes wait to be measured")
        }
        let preferences = record["user_preferences"]
        line(
            "  wants \(clean(preferences?["export_format"]?.string ?? "–")), template "
                + clean(preferences?["document_template"]?.string ?? "–")
        )
        for correction in workflow.corrections where correction.revision == stage.revision {
            show(correction)
        }
    }

    private mutating func show(_ correction: WorkflowDetail.Correction) {
        let path =
            correction.changeType == .addition ? correction.modifiedPath : correction.originalPath
        let old = plain(correction.original)
        let new = plain(correction.modified)
        let difference: [TextDifference.Segment]
        let mark: String
        switch correction.changeType {
        case .modification:
            mark = "~"
            difference = TextDifference.words(old, new)
        case .addition:
            mark = "+"
            difference = TextDifference.words("", new)
        case .deletion:
            mark = "-"
            difference = TextDifference.words(old, "")
        }
        var text = "  \(mark) \(clean(path))  \(TextDifference.text(difference, style))"
        text += "  (\(correction.pattern))"
        if let reason = correction.reason { text += "  because: \(clean(reason))" }
        line(text)
    }

    private mutating func deliverable(_ record: JSONView, _ stage: WorkflowDetail.Stage) {
        let file = record["deliverable"]
        let bytes = file?["file_size_bytes"]?.integer ?? 0
        line(
            "  \(clean(file?["filename"]?.string ?? "–")), \(GroupedNumber(bytes)) bytes, "
                + (stage.mimeType ?? "–")
        )
        line("  \(clean(file?["content_hash"]?.string ?? "–"))")
        if let rate = stage.summaryRate, rate.referenceWords > 0 {
            let share = Double(rate.edits) / Double(rate.referenceWords)
            line(
                "  summary: \(rate.edits) edits on \(rate.referenceWords) words (\(Percent(share)))"
            )
        }
        let final = record["ai_final_summary"]?.summaryText ?? ""
        guard let initial = initialSummaryText(before: stage) else {
            paragraph(final)
            return
        }
        line("    " + TextDifference.text(TextDifference.words(initial, final), style))
    }

    private func initialSummaryText(before stage: WorkflowDetail.Stage) -> String? {
        let candidates = workflow.stages.filter {
            $0.stage == .initialAISummary && $0.revision <= stage.revision
        }
        guard let record = candidates.last.flatMap({ try? JSONDocument(parsing: $0.record).root })
        else { return nil }
        return record["ai_initial_summary"]?.summaryText
    }

    private mutating func feedback(_ record: JSONView) {
        let rating = record["satisfaction_rating"]?.integer ?? 0
        line("  satisfaction \(rating) of 5")
        paragraph(record["feedback_text"]?.string ?? "")
    }

    private mutating func paragraph(_ content: String) {
        guard !content.isEmpty else { return }
        let lines = DisplayText.escaped(content, keepingLines: true).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        for part in lines { line("    \(part)") }
    }

    private func clean(_ text: String) -> String {
        DisplayText.escaped(text)
    }

    /// A JSON value as text: a string without its quotation marks.
    private func plain(_ json: String?) -> String {
        guard let json else { return "" }
        guard let value = try? JSONDocument(parsing: json).root else { return json }
        guard let string = value.string else { return json }
        return string.isEmpty ? "\"\"" : string
    }
}
