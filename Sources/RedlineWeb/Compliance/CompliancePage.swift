import Redline
import RedlineRendering
import RedlineStorage

/// Where one begins: an owner to look up, the holds in force, and the way to the other pages.
public enum CompliancePage {
    /// The page.
    public static func page(_ holds: [OwnerHold]) -> WebPage {
        WebPage(
            title: Words.Compliance.title,
            section: .compliance,
            content: """
                <h1>\(Words.Compliance.title)</h1>
                <p>\(Words.Compliance.explanation)</p>
                <form class="filters" method="get" action="/compliance/owner">
                <div class="field"><label for="f-owner">\(Words.Compliance.lookUp)</label>
                <input id="f-owner" name="owner" required maxlength="254" autocomplete="off" \
                aria-describedby="f-owner-hint"><span class="hint" id="f-owner-hint">\
                \(Words.Compliance.ownerHint)</span></div>
                <button class="main">\(Words.Compliance.show)</button>
                </form>
                <ul>
                <li><a href="/compliance/retention">\(Words.Compliance.retention)</a></li>
                <li><a href="/compliance/audit">\(Words.Compliance.audit)</a></li>
                </ul>
                <h2>\(Words.Compliance.holdsInForce)</h2>
                \(holds.isEmpty ? "<p>\(Words.Compliance.noHolds)</p>\n" : table(holds))
                """
        )
    }

    /// The most holds of the page.
    private static let mostHolds = 200

    private static func table(_ holds: [OwnerHold]) -> HTML {
        PlainTable(
            label: Words.Compliance.holdsInForce,
            columns: [
                .text(Words.Compliance.owner), .text(Words.Compliance.reason),
                .text(Words.Compliance.placed), .text(Words.Compliance.by),
            ],
            rows: holds.prefix(mostHolds).map { hold in
                [
                    "<a href=\"\(OwnerPage.address(hold.owner))\">\(hold.owner.name)</a>",
                    Excerpt.line(hold.reason, most: 80), Moment.text(hold.placedAt),
                    "<span class=\"id\">\(hold.placedBy)</span>",
                ]
            }
        ).html
    }
}
