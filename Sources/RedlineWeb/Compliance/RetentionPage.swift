import Redline
import RedlineRendering
import RedlineStorage

/// How long records stay, what a run would remove, and the last runs.
public struct RetentionPage {
    /// What is set and what was done.
    public struct Facts: Sendable {
        /// How long what is kept, in days.
        public var settings: [(kind: RetentionKind, days: Int)]
        /// The owners who have a time of their own.
        public var agreements: [RetentionAgreement]
        /// The last runs.
        public var runs: [RetentionRun]
        /// What a run would remove now; nil where that was not counted.
        public var plan: (weeks: [RetentionWeek], owners: [OwnerPast])?

        /// Takes what is set and what was done.
        public init(
            settings: [(kind: RetentionKind, days: Int)],
            agreements: [RetentionAgreement],
            runs: [RetentionRun],
            plan: (weeks: [RetentionWeek], owners: [OwnerPast])?
        ) {
            self.settings = settings
            self.agreements = agreements
            self.runs = runs
            self.plan = plan
        }
    }

    private let facts: Facts

    /// The most rows of a table.
    private static let most = 200

    /// Takes what is set and what was done.
    public init(_ facts: Facts) {
        self.facts = facts
    }

    /// The page.
    public func page() -> WebPage {
        WebPage(
            title: Words.Retention.title,
            section: .compliance,
            content: """
                <p class="small"><a href="/compliance">\(Words.Compliance.title)</a></p>
                <h1>\(Words.Retention.title)</h1>
                <p>\(Words.Retention.explanation)</p>
                <h2>\(Words.Retention.times)</h2>
                \(times)\
                <h3>\(Words.Retention.agreements)</h3>
                \(agreements)\
                <h2 id="plan">\(Words.Retention.plan)</h2>
                \(plan)\
                <h2>\(Words.Retention.runs)</h2>
                \(runs)\
                <p>\(Words.Retention.commands)</p>
                <pre><code>redline retention set export 30
                redline retention run --dry-run</code></pre>
                """
        )
    }

    private var times: HTML {
        PlainTable(
            label: Words.Retention.times,
            columns: [.text(Words.Retention.kind), .figure(Words.Retention.days)],
            rows: facts.settings.map { kind, days in
                ["<code>\(kind.rawValue)</code>", PlainTable.count(days)]
            }
        ).html
    }

    private var agreements: HTML {
        guard !facts.agreements.isEmpty else {
            return "<p>\(Words.Retention.noAgreements)</p>\n"
        }
        return PlainTable(
            label: Words.Retention.agreements,
            columns: [
                .text(Words.Compliance.owner), .text(Words.Retention.kind),
                .figure(Words.Retention.days), .text(Words.Retention.since),
                .text(Words.Compliance.by), .text(Words.Compliance.reason),
            ],
            rows: facts.agreements.prefix(Self.most).map { agreed in
                [
                    "<a href=\"\(OwnerPage.address(agreed.owner))\">\(agreed.owner.name)</a>",
                    "<code>\(agreed.kind.rawValue)</code>", PlainTable.count(agreed.days),
                    Moment.text(agreed.createdAt), "<span class=\"id\">\(agreed.agreedBy)</span>",
                    Excerpt.line(agreed.reason, most: 80),
                ]
            }
        ).html
    }

    private var plan: HTML {
        guard let (weeks, owners) = facts.plan else {
            return """
                <p><a class="button" href="/compliance/retention?plan=true#plan">\
                \(Words.Retention.showPlan)</a></p>
                <p class="note small">\(Words.Retention.planNote)</p>

                """
        }
        let going = weeks.filter { $0.gone > 0 }
        guard going.count + owners.count > 0 else {
            return "<p>\(Words.Retention.nothingPast)</p>\n"
        }
        return "\(going.isEmpty ? nil : table(going))\(owners.isEmpty ? nil : table(owners))"
    }

    private func table(_ weeks: [RetentionWeek]) -> HTML {
        PlainTable(
            label: Words.Retention.plan,
            columns: [
                .text(Words.Retention.week), .text(Words.Retention.kind),
                .figure(Words.Retention.goes), .figure(Words.Retention.stays),
                .figure(Words.Retention.bytes), .text(Words.Retention.now),
            ],
            rows: weeks.prefix(Self.most).map { week in
                [
                    "\(week.week)", "<code>\(week.kind)</code>", PlainTable.count(week.gone),
                    PlainTable.count(week.stay), PlainTable.count(week.bytes),
                    "\(week.isDue ? Words.Retention.removed : Words.Retention.waits)",
                ]
            }
        ).html
    }

    private func table(_ owners: [OwnerPast]) -> HTML {
        PlainTable(
            label: Words.Retention.agreements,
            columns: [
                .text(Words.Compliance.owner), .text(Words.Retention.kind),
                .figure(Words.Retention.goes), .figure(Words.Retention.bytes),
            ],
            rows: owners.prefix(Self.most).map { past in
                [
                    "\(past.owner)", "<code>\(past.kind)</code>", PlainTable.count(past.gone),
                    PlainTable.count(past.bytes),
                ]
            }
        ).html
    }

    private var runs: HTML {
        guard !facts.runs.isEmpty else { return "<p>\(Words.Retention.noRuns)</p>\n" }
        return PlainTable(
            label: Words.Retention.runs,
            columns: [
                .text(Words.Retention.begun), .text(Words.Retention.ended),
                .text(Words.Compliance.by), .figure(Words.Retention.weeks),
                .figure(Words.Retention.records), .figure(Words.Retention.contents),
                .figure(Words.Retention.freed),
            ],
            rows: facts.runs.prefix(Self.most).map { run in
                [
                    run.startedAt.map { Moment.text($0) } ?? "\(Words.Content.nothing)",
                    run.finishedAt.map { Moment.text($0) } ?? "\(Words.Retention.brokenOff)",
                    "<span class=\"id\">\(run.runBy)</span>", PlainTable.count(run.weeks),
                    PlainTable.count(run.removed), PlainTable.count(run.contents),
                    PlainTable.count(run.freedBytes),
                ]
            }
        ).html
    }
}
