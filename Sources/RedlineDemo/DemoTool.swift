/// A tool that the assistant can call, with how well and how fast it works.
enum DemoTool: String, CaseIterable, Sendable {
    case searchOrders = "search_orders"
    case getInvoice = "get_invoice"
    case updateTicket = "update_ticket"
    case sendEmail = "send_email"
    case convertCurrency = "convert_currency"

    private var failureRate: Double {
        switch self {
        case .searchOrders: 0.03
        case .getInvoice: 0.07
        case .updateTicket: 0.09
        case .sendEmail: 0.05
        case .convertCurrency: 0.02
        }
    }

    private var millisecondsMedian: Double {
        switch self {
        case .searchOrders: 180
        case .getInvoice: 95
        case .updateTicket: 240
        case .sendEmail: 620
        case .convertCurrency: 45
        }
    }

    /// One call with its result, or with the error that it ended in.
    func call(_ facts: RequestFacts, day: Int, _ random: inout SplitMix64) -> DemoToolCall {
        // Now and then the ticket system has a bad day.
        let rate = self == .updateTicket && day % 11 == 3 ? 0.5 : failureRate
        var milliseconds = random.logNormal(median: millisecondsMedian, sigma: 0.55)
        var record: DemoValue = [
            "tool_name": .string(rawValue), "arguments": arguments(facts),
        ]
        guard random.chance(rate) else {
            record.append("result", result(facts, &random))
            record.append("status", "success")
            record.append("duration_ms", .integer(max(1, Int(milliseconds))))
            return DemoToolCall(record: record, failed: false)
        }
        let failure = random.pick(errors(facts, &random), weight: \.weight)
        if failure.text.contains("30000 ms") {
            milliseconds = 30_000 + Double(random.int(1...40))
        }
        record.append("status", "error")
        record.append("error", .string(failure.text))
        record.append("duration_ms", .integer(max(1, Int(milliseconds))))
        return DemoToolCall(record: record, failed: true)
    }

    private func arguments(_ facts: RequestFacts) -> DemoValue {
        switch self {
        case .searchOrders: ["query": .string(facts.order), "limit": .integer(10)]
        case .getInvoice: ["invoice_number": .string(facts.invoice)]
        case .updateTicket: ["ticket": .string(facts.ticket), "state": .string(facts.state)]
        case .sendEmail: ["to": .string(facts.recipient), "subject": .string(facts.subject)]
        case .convertCurrency:
            ["amount": .amount(facts.hundredths), "from": .string(facts.currency), "to": "USD"]
        }
    }

    private func result(_ facts: RequestFacts, _ random: inout SplitMix64) -> DemoValue {
        switch self {
        case .searchOrders:
            [
                "orders": [["id": .string(facts.order), "state": .string(facts.state)]],
                "count": .integer(1),
            ]
        case .getInvoice:
            [
                "invoice_number": .string(facts.invoice),
                "total": .amount(facts.hundredths),
                "currency": .string(facts.currency),
            ]
        case .updateTicket: ["ticket": .string(facts.ticket), "updated": .bool(true)]
        case .sendEmail: ["message_id": .string("<\(random.hex(12))@example.com>")]
        case .convertCurrency:
            ["amount": .amount(facts.hundredths * 108 / 100), "rate": .rounded(1.08, places: 4)]
        }
    }

    private func errors(
        _ facts: RequestFacts,
        _ random: inout SplitMix64
    ) -> [(text: String, weight: Double)] {
        let request =
            "\(random.hex(8))-\(random.hex(4))-4\(random.hex(3))-a\(random.hex(3))-"
            + random.hex(12)
        let host = "10.0.\(random.int(0...31)).\(random.int(2...250))"
        let timeout = "Timeout after 30000 ms waiting for \(rawValue) (request \(request))"
        let refused = "Connection refused: \(host):\(random.int(8000...8090))"
        return switch self {
        case .searchOrders: [(timeout, 4), (refused, 1)]
        case .getInvoice:
            [("Invoice '\(facts.invoice)' not found", 5), (timeout, 2), (refused, 1)]
        case .updateTicket:
            [
                ("409 Conflict: ticket \(facts.ticket) is locked by \(facts.recipient)", 5),
                (timeout, 3),
            ]
        case .sendEmail:
            [
                ("550 5.1.1 <\(facts.recipient)>: mailbox unavailable", 4),
                ("Rate limit reached, try again in \(random.int(5...90)) s", 2),
            ]
        case .convertCurrency:
            [("No rate for \"\(facts.currency)\" on 2 sources", 1), (timeout, 2)]
        }
    }
}

/// A tool call as it is recorded.
struct DemoToolCall: Sendable {
    let record: DemoValue
    let failed: Bool
}

/// What one request is about; the words of a message and the arguments of a call agree on it.
struct RequestFacts: Sendable {
    let order: String
    let invoice: String
    let ticket: String
    let state: String
    let recipient: String
    let subject: String
    let currency: String
    let hundredths: Int

    init(owners: [DemoOwner], _ random: inout SplitMix64) {
        order = "SO-\(random.int(30_000...59_999))"
        invoice = "INV-\(random.int(10_000...99_999))"
        ticket = "T-\(random.int(1000...9999))"
        state = random.pick(["open", "shipped", "closed", "waiting for customer"])
        recipient = random.pick(owners).email
        subject = random.pick(["Open invoices", "Angebot 2024-118", "Livraison", "Order status"])
        currency = random.pick(["EUR", "GBP", "JPY", "CHF"])
        hundredths = random.int(1...90_000) * 5
    }

    /// A phrase with the names of these facts replaced by what they are.
    func filled(into phrase: String) -> String {
        let values = [
            ("{order}", order), ("{invoice}", invoice), ("{ticket}", ticket), ("{state}", state),
            ("{recipient}", recipient), ("{subject}", subject), ("{currency}", currency),
            ("{amount}", decimal(hundredths, places: 2)),
        ]
        return values.reduce(phrase) { text, value in
            text.split(separator: value.0, omittingEmptySubsequences: false)
                .joined(separator: value.1)
        }
    }
}
