/// Turns the pieces of a model's answers into the progress of a summary.
actor ProgressRelay {
    private let follow: @Sendable (SummaryProgress) async -> Void
    private var partial = PartialSummary()
    private var hasText = false

    init(_ follow: @escaping @Sendable (SummaryProgress) async -> Void) {
        self.follow = follow
    }

    /// Notes that an answer begins.
    func begin() async {
        partial = PartialSummary()
        guard hasText else { return }
        hasText = false
        await follow(.restarted)
    }

    /// Takes a piece of the answer.
    func take(_ content: String) async {
        for progress in partial.feed(content) {
            hasText = true
            await follow(progress)
        }
    }

    /// Tells of a summary that came as a whole, in place of what came before.
    func replace(with summary: Summary) async {
        await begin()
        for part in SummaryPart.allCases {
            if part == .executiveSummary {
                let text = summary[part].map(\.text).joined(separator: " ")
                await follow(.text(part, statement: 0, text))
            } else {
                for (position, statement) in summary[part].enumerated() {
                    await follow(.text(part, statement: position, statement.text))
                }
            }
        }
    }
}
