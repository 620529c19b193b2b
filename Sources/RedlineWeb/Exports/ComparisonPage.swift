import Redline
import RedlineAnalytics
import RedlineRendering

/// Two versions of an export and what differs between them.
public struct ComparisonPage {
    private let workflow: WorkflowDetail
    private let address: ExportAddress
    private let old: WorkflowVersion
    private let new: WorkflowVersion

    /// Takes an export and two of its versions.
    public init(
        _ workflow: WorkflowDetail,
        at address: ExportAddress,
        from old: WorkflowVersion,
        to new: WorkflowVersion
    ) {
        self.workflow = workflow
        self.address = address
        self.old = old
        self.new = new
    }

    private typealias Words = RedlineWeb.Words.Workflow

    /// The page.
    public func page() -> WebPage {
        let versions = workflow.revisions.flatMap { ["\($0)-draft", "\($0)-final"] }
        return WebPage(
            title: Words.compare,
            section: .exports,
            content: """
                <p class="small" dir="auto"><a href="\(address.page())">\
                \(LongText.value(workflow.documentID ?? Words.workflow))</a></p>
                <h1>\(Words.compare)</h1>
                <form class="filters" method="get" action="\(address.page("/compare"))">
                \(address.ownerField)\(VersionChoice.field("from", Words.before, versions, word(old)))\
                \(VersionChoice.field("to", Words.after, versions, word(new)))\
                <button>\(Words.compareButton)</button>
                </form>
                <h2>\(Words.data)</h2>
                \(data)\
                <h2>\(Words.summary)</h2>
                \(summary)
                """
        )
    }

    private func word(_ version: WorkflowVersion) -> String {
        "\(version.revision)-\(version.point.rawValue)"
    }

    private var data: HTML {
        guard let before = old.data, let after = new.data else {
            return "<p>\(Words.notRecorded)</p>\n"
        }
        let work = MeasuringWork.comparing(original: before.root, modified: after.root)
        guard work <= .atOnceLimit else { return "<p>\(Words.tooLarge)</p>\n" }
        let comparison = Comparison(original: before.root, modified: after.root)
        return ChangeTable.html(comparison.changes.map { ChangeTable.Row($0) })
            ?? "<p>\(Words.same)</p>\n"
    }

    private var summary: HTML {
        guard old.summary.map({ Array($0.utf8) }) != new.summary.map({ Array($0.utf8) }) else {
            return "<p>\(Words.same)</p>\n\(old.summary.map { LongText.prose($0) })"
        }
        return """
            <div class="sides">
            \(side(old))\(side(new))</div>
            <div class="prose sheet" dir="auto">\
            \(LongText.difference(old.summary ?? "", new.summary ?? ""))</div>

            """
    }

    private func side(_ version: WorkflowVersion) -> HTML {
        """
        <section class="sheet"><h3>\(VersionChoice.name(version.revision, version.point))</h3>
        \(version.summary.map { LongText.prose($0) } ?? "<p>\(Words.notRecorded)</p>\n")</section>

        """
    }
}
