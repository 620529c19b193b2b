import Redline
import RedlineAnalytics
import RedlineRendering

/// What was measured of a revision, beside what the client reported.
///
/// What cannot be true is what the report `quality` counts as contradictions.
struct MeasuredFigures {
    private let workflow: WorkflowDetail
    private let revision: Int

    init(_ workflow: WorkflowDetail, revision: Int) {
        self.workflow = workflow
        self.revision = revision
    }

    private typealias Words = RedlineWeb.Words.Workflow

    private enum Verdict {
        case agrees
        case differs
        case contradiction
    }

    private struct Line {
        let name: String
        let measured: String
        let reported: String
        let verdict: Verdict
    }

    /// The table; nil where nothing was reported.
    var html: HTML? {
        let lines = [accuracy, edited, pace, time, size].compactMap { $0 }
        guard !lines.isEmpty else { return nil }
        let rows = lines.map { line -> HTML in
            """
            <tr><th scope="row">\(line.name)</th><td class="figure">\(line.measured)</td>\
            <td class="figure">\(line.reported)</td><td>\(mark(line.verdict))</td></tr>

            """
        }
        return """
            <h3>\(Words.figures)</h3>
            <p class="note small">\(Words.figuresMeaning)</p>
            <div class="table"><table><thead><tr><th scope="col">\(Words.figure)</th>\
            <th scope="col" class="figure">\(Words.measured)</th>\
            <th scope="col" class="figure">\(Words.reported)</th><th scope="col">\(Words.verdict)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func mark(_ verdict: Verdict) -> HTML {
        switch verdict {
        case .agrees: .nothing
        case .differs: "<span class=\"tag warn\">\(Words.differs)</span>"
        case .contradiction: "<span class=\"tag bad\">\(Words.contradiction)</span>"
        }
    }

    private func stage(_ stage: ExportStage) -> (WorkflowDetail.Stage, JSONView)? {
        workflow.stages.last { $0.stage == stage && $0.revision == revision }.flatMap { found in
            (try? JSONDocument(parsing: found.record)).map { (found, $0.root) }
        }
    }

    private var accuracy: Line? {
        guard let (_, shipped) = stage(.finalSummaryAndDeliverable),
            let reported = shipped["workflow_summary"]?["ai_processing_accuracy"]?.double
        else { return nil }
        let counts = (stage(.userModifications)?.0 ?? stage(.initialAISummary)?.0)?.counts
        guard let counts, counts.extracted > 0 else { return nil }
        let kept = counts.extracted - counts.modified - counts.deleted
        let measured = Double(kept) / Double(counts.extracted)
        return Line(
            name: Words.accuracy,
            measured: Percent(measured).description,
            reported: Percent(reported).description,
            verdict: reported >= 1 && kept < counts.extracted
                ? .contradiction : abs(measured - reported) < 0.005 ? .agrees : .differs
        )
    }

    private var edited: Line? {
        guard let (found, record) = stage(.userModifications), let counts = found.counts,
            let reported = record["user_actions"]?["fields_edited_count"]?.integer
        else { return nil }
        return Line(
            name: Words.edited,
            measured: "\(GroupedNumber(counts.edited))",
            reported: "\(GroupedNumber(reported))",
            verdict: reported == 0 && counts.edited > 0
                ? .contradiction : counts.edited == reported ? .agrees : .differs
        )
    }

    private var pace: Line? {
        guard let (found, record) = stage(.userModifications), let counts = found.counts,
            let seconds = found.editingSeconds,
            let reported = record["user_actions"]?["edits_per_minute"]?.double
        else { return nil }
        let measured = EditingRate.editsPerMinute(counts.edited, seconds: seconds)
        return Line(
            name: Words.pace,
            measured: GroupedNumber(measured, places: 2).description,
            reported: GroupedNumber(reported, places: 2).description,
            verdict: reported == 0 && seconds > 0 && measured >= 0.01
                ? .contradiction : abs(measured - reported) < 0.01 ? .agrees : .differs
        )
    }

    /// A file without a byte is none.
    private var size: Line? {
        guard let (_, shipped) = stage(.finalSummaryAndDeliverable),
            shipped["deliverable"]?["file_size_bytes"]?.integer == 0
        else { return nil }
        return Line(name: Words.size, measured: "–", reported: "0", verdict: .contradiction)
    }

    private var time: Line? {
        guard let (_, shipped) = stage(.finalSummaryAndDeliverable),
            let total = shipped["workflow_summary"]?["total_time_seconds"]?.double,
            let editing = stage(.userModifications)?.0.editingSeconds
        else { return nil }
        return Line(
            name: Words.time,
            measured: HumanDuration(seconds: editing).description,
            reported: HumanDuration(seconds: total).description,
            verdict: total < editing ? .contradiction : .agrees
        )
    }
}
