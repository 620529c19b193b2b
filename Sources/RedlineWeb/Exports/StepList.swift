import RedlineRendering

/// How far an export has come, as steps.
enum StepList {
    /// The steps; those up to the stage of that number are done.
    static func html(reached stage: Int) -> HTML {
        let names = [
            Words.Workflow.summaryStep, Words.Workflow.reviewStep, Words.Workflow.fileStep,
            Words.Workflow.feedbackStep,
        ]
        let steps = names.enumerated().map { index, name -> HTML in
            let current: HTML =
                index + 1 == min(stage + 1, names.count) ? " aria-current=\"step\"" : ""
            return "<li\(current)>\(name)</li>\n"
        }
        return """
            <ol class="steps" aria-label="\(Words.Workflow.steps)">
            \(steps)</ol>

            """
    }
}
