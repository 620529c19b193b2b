import Redline
import RedlineCompliance
import RedlineRendering
import RedlineStorage

/// What is held on an owner, and what can be done with it.
public struct OwnerPage {
    /// Why nothing was done.
    public enum Refusal: Sendable {
        /// What was typed to confirm an erasure is not the owner's name.
        case notConfirmed
        /// A hold needs a reason.
        case badReason
    }

    private let owner: Owner
    private let census: OwnerCensus
    private let holds: [OwnerHold]
    private let receipt: ErasureReceipt?
    private let refusal: Refusal?
    private let visitor: Visitor

    /// Takes what is held on the owner, their holds, and the receipt of an erasure before.
    public init(
        _ owner: Owner,
        _ census: OwnerCensus,
        holds: [OwnerHold],
        receipt: ErasureReceipt?,
        refusal: Refusal? = nil,
        for visitor: Visitor
    ) {
        self.owner = owner
        self.census = census
        self.holds = holds
        self.receipt = receipt
        self.refusal = refusal
        self.visitor = visitor
    }

    /// The address of an owner's page: the name is in the query alone, which no log shows.
    public static func address(_ owner: Owner) -> String {
        Link("/compliance/owner", [("owner", owner.name)]).address
    }

    /// The page.
    public func page() -> WebPage {
        let isHeld = holds.contains { $0.releasedAt == nil }
        let before = receipt.map { receipt -> HTML in
            """
            <p class="said">\(Words.Compliance.erasedBefore) \
            <a href="\(ErasurePage.address(receipt.id))">\(Words.Compliance.receipt)</a></p>

            """
        }
        let nothing: HTML? =
            census.records == 0 && receipt == nil
            ? "<p class=\"said\">\(Words.Compliance.nothing)</p>\n" : nil
        let trail = Link("/compliance/audit", [("owner", owner.name)]).address
        let rest: HTML? = census.records == 0 ? nil : "\(export)\(erasure(isHeld: isHeld))"
        return WebPage(
            title: Words.Compliance.ownerTitle,
            section: .compliance,
            content: """
                <p class="small"><a href="/compliance">\(Words.Compliance.title)</a></p>
                <h1>\(Words.Compliance.ownerTitle)</h1>
                <p class="name"><strong>\(owner.name)</strong></p>
                \(refused)\(before)\(nothing)\
                <h2>\(Words.Compliance.holdings)</h2>
                \(holdings)\
                <p><a href="\(trail)">\(Words.Compliance.trailOfOwner)</a></p>
                \(OwnerHoldSection(owner, holds, for: visitor).html)\
                \(rest)
                """
        )
    }

    private var refused: HTML? {
        refusal.map { refusal in
            let (title, text) =
                switch refusal {
                case .notConfirmed:
                    (Words.Compliance.notConfirmed, Words.Compliance.notConfirmedText)
                case .badReason: (Words.Compliance.notHeld, Words.Compliance.badReason)
                }
            return """
                <div class="said" role="alert"><p><strong>\(title)</strong></p>
                <p>\(text)</p></div>

                """
        }
    }

    private var holdings: HTML {
        let rows = census.holdings.map { holding -> [HTML] in
            [
                "<code>\(holding.name)</code>", PlainTable.count(holding.records),
                "<span class=\"small\">\(holding.summary)</span>",
            ]
        }
        let total: [HTML] = [
            "\(Words.Compliance.total)", PlainTable.count(census.records), "",
        ]
        return PlainTable(
            label: Words.Compliance.holdings,
            columns: [
                .text(Words.Compliance.name), .figure(Words.Compliance.count),
                .text(Words.Compliance.meaning),
            ],
            rows: rows + [total]
        ).html
    }

    private var ownerField: HTML {
        "<input type=\"hidden\" name=\"owner\" value=\"\(HTML(value: owner.name))\">"
    }

    private var export: HTML {
        """
        <section class="sheet" aria-labelledby="export">
        <h2 id="export">\(Words.Compliance.export)</h2>
        <p>\(Words.Compliance.exportText)</p>
        <form method="post" action="/compliance/owner/export">\(visitor.tokenField)\(ownerField)
        <button>\(Words.Compliance.exportButton)</button></form>
        </section>

        """
    }

    private func erasure(isHeld: Bool) -> HTML {
        let held: HTML? =
            isHeld ? "<p><strong>\(Words.Compliance.eraseHeld)</strong></p>\n" : nil
        let invalid: HTML =
            refusal == .notConfirmed ? " aria-invalid=\"true\"" : ""
        return """
            <section class="sheet grave" aria-labelledby="erase">
            <h2 id="erase">\(Words.Compliance.erase)</h2>
            <p>\(Words.Compliance.eraseText)</p>
            \(held)\
            <form method="post" action="/compliance/owner/erase">\(visitor.tokenField)\(ownerField)
            <div class="field"><label for="confirmation">\(Words.Compliance.confirmation)</label>
            <input id="confirmation" name="confirmation" required autocomplete="off"\(invalid)></div>
            <p><button class="grave">\(Words.Compliance.eraseButton)</button></p></form>
            </section>

            """
    }
}
