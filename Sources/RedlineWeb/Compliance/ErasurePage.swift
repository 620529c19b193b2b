import Redline
import RedlineRendering
import RedlineStorage

/// The receipt of an erasure: proof of it that names nobody.
public enum ErasurePage {
    /// What is said where there is no such receipt.
    public static let unknown = Words.Compliance.unknownReceipt

    /// The address of a receipt.
    public static func address(_ id: String) -> String {
        Link("/compliance/erasure", [("id", id)]).address
    }

    /// The page.
    public static func page(_ receipt: ErasureReceipt) -> WebPage {
        let finished = receipt.finishedAt
        let state: HTML =
            finished == nil
            ? "<p class=\"said\">\(Words.Compliance.underWay)</p>\n"
            : "<p class=\"said good\">\(Words.Compliance.finished)</p>\n"
        let end = finished.map { at -> HTML in
            "<dt>\(Words.Compliance.finishedAt)</dt><dd>\(Moment.text(at))</dd>\n"
        }
        return WebPage(
            title: Words.Compliance.receiptTitle,
            section: .compliance,
            content: """
                <p class="small"><a href="/compliance">\(Words.Compliance.title)</a></p>
                <h1>\(Words.Compliance.receiptTitle)</h1>
                \(state)\
                <dl class="pairs">
                <dt>\(Words.Compliance.erasure)</dt><dd class="id">\(receipt.id)</dd>
                <dt>\(Words.Compliance.digest)</dt><dd class="id">\(receipt.ownerDigest)</dd>
                <dt>\(Words.Compliance.requestedBy)</dt><dd class="id">\(receipt.requestedBy)</dd>
                <dt>\(Words.Compliance.requestedAt)</dt><dd>\(Moment.text(receipt.requestedAt))</dd>
                \(end)</dl>
                <h2>\(Words.Compliance.removed)</h2>
                \(removed(receipt))\
                <h2>\(Words.Compliance.recall)</h2>
                \(recalled(receipt))\
                <details><summary>\(Words.Compliance.asJSON)</summary>
                <pre><code>\(Excerpt.line(
                    String(decoding: receipt.json, as: UTF8.self), most: 20_000))</code></pre></details>
                """
        )
    }

    private static func removed(_ receipt: ErasureReceipt) -> HTML {
        let counts = (try? JSONDocument(parsing: receipt.removed))?.root.members ?? []
        guard !counts.isEmpty else { return "<p>\(Words.Compliance.nothingRemoved)</p>\n" }
        return PlainTable(
            label: Words.Compliance.removed,
            columns: [.text(Words.Compliance.table), .figure(Words.Compliance.rows)],
            rows: counts.sorted { $0.name < $1.name }.map { name, count in
                ["<code>\(name)</code>", PlainTable.count(count.integer ?? 0)]
            }
        ).html
    }

    /// The most datasets of the page; the JSON names more.
    private static let mostDatasets = 100

    private static func recalled(_ receipt: ErasureReceipt) -> HTML {
        let datasets = (try? JSONDocument(parsing: receipt.recalled))?.root.elements ?? []
        guard !datasets.isEmpty else { return "<p>\(Words.Compliance.noRecall)</p>\n" }
        return PlainTable(
            label: Words.Compliance.recall,
            columns: [
                .text(Words.Compliance.dataset), .text(Words.Compliance.place),
                .figure(Words.Compliance.count), .text(Words.Compliance.made),
            ],
            rows: datasets.prefix(mostDatasets).map { dataset in
                [
                    "<span class=\"id\">\(dataset["dataset_id"]?.string ?? "")</span>",
                    "<span class=\"id\">\(Excerpt.line(dataset["path"]?.string ?? "", most: 200))</span>",
                    PlainTable.count(dataset["records"]?.integer ?? 0),
                    "\(String((dataset["created_at"]?.string ?? "").prefix(19)))",
                ]
            }
        ).html
    }
}
