import Redline
import RedlineRendering
import RedlineStorage

/// The holds of an owner, with the forms that put them on and release them.
struct OwnerHoldSection {
    private let owner: Owner
    private let holds: [OwnerHold]
    private let visitor: Visitor

    /// The most holds that are listed; those in force come with them, as the newest do.
    private static let most = 50

    init(_ owner: Owner, _ holds: [OwnerHold], for visitor: Visitor) {
        self.owner = owner
        // Those in force first, and among them the newest.
        self.holds = holds.filter { $0.releasedAt == nil } + holds.filter { $0.releasedAt != nil }
        self.visitor = visitor
    }

    private var fields: HTML {
        """
        \(visitor.tokenField)<input type="hidden" name="owner" value="\(HTML(value: owner.name))">
        """
    }

    var html: HTML {
        let inForce = holds.count { $0.releasedAt == nil }
        let state: HTML? =
            inForce > 0
            ? "<p><span class=\"tag warn\">\(Words.Compliance.held(inForce))</span></p>\n" : nil
        return """
            <section class="sheet" aria-labelledby="holds">
            <h2 id="holds">\(Words.Compliance.holds)</h2>
            <p>\(Words.Compliance.holdText)</p>
            \(state)\
            \(holds.isEmpty ? nil : table)\
            <form method="post" action="/compliance/owner/hold">\(fields)
            <div class="field"><label for="reason">\(Words.Compliance.reason)</label>
            <textarea id="reason" name="reason" required maxlength="2000" \
            aria-describedby="reason-hint"></textarea>
            <span class="hint" id="reason-hint">\(Words.Compliance.reasonHint)</span></div>
            <p><button>\(Words.Compliance.hold)</button></p></form>
            </section>

            """
    }

    private var table: HTML {
        PlainTable(
            label: Words.Compliance.holds,
            columns: [
                .text(Words.Compliance.placed), .text(Words.Compliance.released),
                .text(Words.Compliance.reason), .text(Words.Compliance.by),
            ],
            rows: holds.prefix(Self.most).map { hold in
                [
                    Moment.text(hold.placedAt), end(of: hold),
                    "<span class=\"prose\">\(Excerpt.line(hold.reason, most: 400))</span>",
                    "<span class=\"id\">\(hold.placedBy)</span>",
                ]
            }
        ).html
    }

    private func end(of hold: OwnerHold) -> HTML {
        if let at = hold.releasedAt {
            return """
                \(Moment.text(at))<br><span class="id note">\(hold.releasedBy ?? "")</span>
                """
        }
        return """
            \(Words.Compliance.inForce)
            <form method="post" action="/compliance/owner/release">\(fields)\
            <input type="hidden" name="hold" value="\(hold.id)">\
            <button aria-label="\(Words.Compliance.release): \
            \(Excerpt(hold.reason, most: 80).text)">\(Words.Compliance.release)</button></form>
            """
    }
}
