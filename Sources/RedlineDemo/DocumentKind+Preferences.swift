extension DocumentKind {
    /// What somebody wants made of such a document.
    func preferences(_ random: inout SplitMix64) -> DemoValue {
        let template = random.pick(templates, weight: \.weight).name
        let format = random.pick(formats, weight: \.weight).name
        let wishes = [
            "", "", "Keep it under one page.", "Amounts with two decimals.", "Dates as YYYY-MM-DD.",
            "Auf Deutsch zusammenfassen.", "Mettre le total en premier.",
            "Leave out the addresses.", "日本語の会社名はそのまま。",
        ]
        var preferences: DemoValue = [
            "transformation_instructions": .string(random.pick(wishes)),
            "export_format": .string(format),
            "document_template": .string(template),
        ]
        if random.chance(0.1) {
            preferences.append("template_customization", ["logo": .bool(true)])
        }
        if random.chance(0.25) {
            preferences.append("priority_fields", .strings(priorities))
        }
        return preferences
    }

    private var templates: [(name: String, weight: Double)] {
        switch self {
        case .invoice, .purchaseOrder:
            [("standard", 5), ("financial", 4), ("executive_summary", 1), ("detailed", 1)]
        case .receipt: [("standard", 6), ("financial", 3), ("detailed", 0.5)]
        case .contract: [("executive_summary", 5), ("detailed", 4), ("standard", 1)]
        case .labReport: [("detailed", 6), ("standard", 4)]
        }
    }

    private var formats: [(name: String, weight: Double)] {
        switch self {
        case .invoice, .purchaseOrder: [("excel", 5), ("pdf", 3), ("csv", 2), ("json", 1)]
        case .receipt: [("csv", 5), ("excel", 3), ("json", 1)]
        case .contract: [("pdf", 9), ("json", 1)]
        case .labReport: [("pdf", 7), ("json", 3)]
        }
    }

    private var priorities: [String] {
        switch self {
        case .invoice: ["/total", "/due_date"]
        case .purchaseOrder: ["/total", "/requested_delivery"]
        case .receipt: ["/total", "/date"]
        case .contract: ["/effective_date", "/value"]
        case .labReport: ["/results"]
        }
    }
}
