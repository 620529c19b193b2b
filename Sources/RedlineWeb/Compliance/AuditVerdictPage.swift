import Redline
import RedlineRendering
import RedlineStorage

/// What came of verifying the audit trail.
public enum AuditVerdictPage {
    /// The page.
    public static func page(_ verdict: AuditVerdict) -> WebPage {
        let isWhole = verdict.breakCount == 0
        let title = isWhole ? Words.Audit.whole : Words.Audit.broken
        return WebPage(
            title: title,
            section: .compliance,
            content: """
                <p class="small"><a href="/compliance/audit">\(Words.Audit.title)</a></p>
                <h1>\(title)</h1>
                <div class="said\(isWhole ? " good" : "")" role="status"><p>\(checked(verdict))</p>
                \(waiting(verdict))\(pruned(verdict))</div>
                \(breaks(verdict))\
                \(head(verdict))\
                <p>\(Words.Audit.anchors)</p>
                <pre><code>redline audit verify --anchor FILE</code></pre>
                """
        )
    }

    private static func checked(_ verdict: AuditVerdict) -> String {
        Words.Audit.checked(
            "\(GroupedNumber(verdict.entries))",
            "\(GroupedNumber(verdict.seals))"
        )
    }

    private static func waiting(_ verdict: AuditVerdict) -> HTML? {
        guard verdict.waiting > 0 else { return nil }
        return "<p>\(Words.Audit.waiting("\(GroupedNumber(verdict.waiting))"))</p>\n"
    }

    private static func pruned(_ verdict: AuditVerdict) -> HTML? {
        guard !verdict.prunedWeeks.isEmpty else { return nil }
        return "<p>\(Words.Audit.pruned("\(GroupedNumber(verdict.prunedWeeks.count))"))</p>\n"
    }

    private static func breaks(_ verdict: AuditVerdict) -> HTML? {
        guard verdict.breakCount > 0 else { return nil }
        let lines = verdict.breaks.map { "<li>\("\($0)" as String)</li>\n" as HTML }
        return """
            <p>\(Words.Audit.breaks("\(GroupedNumber(verdict.breakCount))"))</p>
            <ol>
            \(lines)</ol>

            """
    }

    private static func head(_ verdict: AuditVerdict) -> HTML? {
        verdict.head.map { head in
            """
            <dl class="pairs"><dt>\(Words.Audit.head)</dt>\
            <dd class="id">\("\(head)" as String)</dd></dl>

            """
        }
    }
}
