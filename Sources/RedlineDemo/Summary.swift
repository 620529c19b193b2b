/// A summary in sentences, as a model writes it and a person rewrites it.
struct Summary: Equatable {
    private(set) var sentences: [String]

    /// What the model says of a document, going by what was extracted from it.
    init(of data: DemoValue, kind: DocumentKind) {
        switch kind {
        case .invoice: sentences = Self.invoice(data)
        case .purchaseOrder: sentences = Self.purchaseOrder(data)
        case .receipt: sentences = Self.receipt(data)
        case .contract: sentences = Self.contract(data)
        case .labReport: sentences = Self.labReport(data)
        }
    }

    /// The summary as one text, or as a headline with points.
    func value(asPoints: Bool) -> DemoValue {
        guard asPoints, let headline = sentences.first else {
            return .string(sentences.joined(separator: " "))
        }
        return [
            "headline": .string(headline), "key_points": .strings(Array(sentences.dropFirst())),
        ]
    }

    /// As a person leaves it who found it nearly right: words changed, sentences moved or cut.
    func edited(_ random: inout SplitMix64) -> Summary {
        var edited = self
        for index in edited.sentences.indices {
            for (wording, better) in Self.betterWords where random.chance(0.4) {
                edited.sentences[index] = edited.sentences[index]
                    .split(separator: " ", omittingEmptySubsequences: false)
                    .map { $0 == wording ? better : String($0) }
                    .joined(separator: " ")
            }
        }
        if edited.sentences.count > 2, random.chance(0.35) {
            edited.sentences.swapAt(1, edited.sentences.count - 1)
        }
        if edited.sentences.count > 2, random.chance(0.3) {
            edited.sentences.removeLast()
        }
        if edited == self || random.chance(0.3) {
            edited.sentences.append(random.pick(Self.remarks))
        }
        return edited
    }

    private static let betterWords = [
        ("issued", "sent"), ("totals", "comes to"), ("covers", "lists"), ("approximately", "about"),
        ("purchased", "bought"), ("between", "agreed between"), ("commences", "starts"),
        ("outside", "out of"), ("requested", "due"),
    ]

    private static let remarks = [
        "Please approve before the end of the month.", "Checked against the delivery note.",
        "Bitte mit der Bestellung abgleichen.", "À valider par la comptabilité.",
        "The patient has been told.", "確認済み。", "Budget code 4711 applies.",
    ]

    private static func invoice(_ data: DemoValue) -> [String] {
        [
            "Invoice \(said(data["invoice_number"])) was issued by \(said(data["vendor", "name"]))"
                + " on \(said(data["invoice_date"])).",
            "It covers \(counted(data["line_items"], "line item")) for"
                + " \(said(data["customer", "name"])).",
            "The amount totals \(said(data["total"])) \(said(data["currency"])), including"
                + " \(said(data["tax"])) of tax.",
            "Payment is due by \(said(data["due_date"])) on terms of"
                + " \(said(data["payment_terms"])).",
        ]
    }

    private static func purchaseOrder(_ data: DemoValue) -> [String] {
        [
            "Purchase order \(said(data["po_number"])) goes to \(said(data["supplier", "name"]))"
                + " in \(said(data["supplier", "city"])).",
            "It covers \(counted(data["items"], "position")) and totals \(said(data["total"]))"
                + " \(said(data["currency"])).",
            "Delivery is requested by \(said(data["requested_delivery"])) with"
                + " \(said(data["shipping_method"])).",
        ]
    }

    private static func receipt(_ data: DemoValue) -> [String] {
        [
            "Receipt of \(said(data["merchant"])) dated \(said(data["date"])).",
            "\(counted(data["items"], "item")) were purchased and paid with"
                + " \(said(data["payment", "method"])).",
            "The receipt totals \(said(data["total_printed"])).",
        ]
    }

    private static func contract(_ data: DemoValue) -> [String] {
        [
            "\(said(data["title"])) \(said(data["contract_number"])) between"
                + " \(counted(data["parties"], "named party", "named parties")).",
            "It commences on \(said(data["effective_date"])) and runs until"
                + " \(said(data["end_date"])) under the law of \(said(data["governing_law"])).",
            "Its value is approximately \(said(data["value"])).",
            "Notice of \(said(data["renewal", "notice_days"])) days is needed to end it.",
        ]
    }

    private static func labReport(_ data: DemoValue) -> [String] {
        var outside: [String] = []
        if case .array(let results)? = data["results"] {
            outside = results.filter { ["H", "L"].contains($0["flag"]?.shown) }
                .map { said($0["test"]) }
        }
        return [
            "Laboratory report for \(said(data["patient", "name"])), collected on"
                + " \(said(data["collected_on"])).",
            "It covers \(counted(data["results"], "test")).",
            outside.isEmpty
                ? "All values are within their reference ranges."
                : "These values are outside their reference ranges: "
                    + outside.joined(separator: ", ") + ".",
            "The report was requested by \(said(data["physician"])).",
        ]
    }

    private static func said(_ value: DemoValue?) -> String {
        let shown = value?.shown ?? ""
        return shown.isEmpty ? "(unknown)" : shown
    }

    private static func counted(
        _ list: DemoValue?,
        _ one: String,
        _ many: String? = nil
    ) -> String {
        let count = list?.count ?? 0
        return "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
