/// A document as it really reads, before any model has seen it.
struct DemoDocument: Sendable {
    let kind: DocumentKind
    let identifier: String
    let truth: DemoValue

    init(kind: DocumentKind, day: Int, _ random: inout SplitMix64) {
        let date = CivilDay(day)
        self.kind = kind
        identifier =
            "DOC-\(kind.prefix)-\(date.year)\(padded(date.month, 2))-"
            + random.hex(6).uppercased()
        switch kind {
        case .invoice: truth = .invoice(day: day, &random)
        case .purchaseOrder: truth = .purchaseOrder(day: day, &random)
        case .receipt: truth = .receipt(day: day, &random)
        case .contract: truth = .contract(day: day, &random)
        case .labReport: truth = .labReport(day: day, &random)
        }
    }
}

/// The types of document that are read, by their share of the work.
enum DocumentKind: String, CaseIterable, Sendable {
    case invoice
    case receipt
    case purchaseOrder = "purchase_order"
    case contract
    case labReport = "medical_lab_report"

    var prefix: String {
        switch self {
        case .invoice: "INV"
        case .receipt: "RCP"
        case .purchaseOrder: "PO"
        case .contract: "CTR"
        case .labReport: "LAB"
        }
    }

    var weight: Double {
        switch self {
        case .invoice: 0.38
        case .receipt: 0.24
        case .purchaseOrder: 0.16
        case .contract: 0.10
        case .labReport: 0.12
        }
    }

    /// How much harder than an invoice such a document is to read.
    var difficulty: Double {
        switch self {
        case .invoice: 1
        case .receipt: 1.3
        case .purchaseOrder: 0.9
        case .contract: 0.8
        case .labReport: 1.1
        }
    }
}
