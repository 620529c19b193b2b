extension DemoValue {
    /// Invoice with line items that add up.
    static func invoice(day: Int, _ random: inout SplitMix64) -> DemoValue {
        let vendor = random.pick(TradePartner.all)
        let customer = vendor.another(&random)
        let issued = day - random.int(1...12)
        let days = random.pick([14, 30, 30, 30, 60])
        var subtotal = 0
        var items: [DemoValue] = []
        for article in drawArticles(vendor.trade, most: 6, &random) {
            let quantity = random.int(1...(article.cents > 10_000 ? 4 : 40))
            subtotal += quantity * article.cents
            items.append([
                "description": .string(article.description),
                "quantity": .integer(quantity),
                "unit_price": .amount(article.cents),
                "amount": .amount(quantity * article.cents),
            ])
        }
        let tax = (subtotal * vendor.taxPercent + 50) / 100
        return [
            "invoice_number": .string(
                "INV-\(CivilDay(issued).year)-\(random.int(10_000...99_999))"
            ),
            "invoice_date": .string(CivilDay(issued).iso),
            "due_date": .string(CivilDay(issued + days).iso),
            "vendor": [
                "name": .string(vendor.name),
                "address": vendor.address,
                "tax_id": .string(vendor.taxID),
            ],
            "customer": [
                "name": .string(customer.name),
                "contact": .string(customer.contact),
            ],
            "purchase_order": random.chance(0.4)
                ? .null : .string("PO-\(random.int(20_000...79_999))"),
            "currency": .string(vendor.currency),
            "line_items": .array(items),
            "subtotal": .amount(subtotal),
            "tax_rate": .integer(vendor.taxPercent),
            "tax": .amount(tax),
            "total": .amount(subtotal + tax),
            "payment_terms": .string("Net \(days)"),
        ]
    }

    /// Purchase order of one company to another.
    static func purchaseOrder(day: Int, _ random: inout SplitMix64) -> DemoValue {
        let supplier = random.pick(TradePartner.all)
        let ordered = day - random.int(0...4)
        var total = 0
        var items: [DemoValue] = []
        for article in drawArticles(supplier.trade, most: 5, &random) {
            let quantity = random.int(1...(article.cents > 10_000 ? 6 : 60))
            total += quantity * article.cents
            items.append([
                "sku": .string(article.sku),
                "description": .string(article.description),
                "quantity": .integer(quantity),
                "unit": .string(random.pick(["pcs", "pcs", "box"])),
                "unit_price": .amount(article.cents),
            ])
        }
        return [
            "po_number": .string("PO-\(random.int(20_000...79_999))"),
            "order_date": .string(CivilDay(ordered).iso),
            "requested_delivery": .string(CivilDay(ordered + random.int(5...30)).iso),
            "buyer": [
                "name": .string(random.pick(TradePartner.all).contact),
                "department": .string(
                    random.pick(["Purchasing", "Facilities", "IT", "Werkstatt", "Production"])
                ),
                "email": .string("orders\(random.int(1...9))@example.org"),
            ],
            "supplier": ["name": .string(supplier.name), "city": .string(supplier.city)],
            "items": .array(items),
            "currency": .string(supplier.currency),
            "total": .amount(total),
            "shipping_method": .string(
                random.pick(["DHL Freight", "UPS Ground", "Pickup", "DAP Incoterms 2020"])
            ),
            "approved": .bool(random.chance(0.7)),
        ]
    }

    /// Receipt of a shop; some of its amounts stand there as they are printed.
    static func receipt(day: Int, _ random: inout SplitMix64) -> DemoValue {
        let shop = random.pick(TradePartner.all)
        var total = 0
        var items: [DemoValue] = []
        for article in drawArticles(shop.trade, most: 4, &random) {
            let cents = article.cents % 10_000 + 50
            total += cents
            items.append(["name": .string(article.description), "price": .amount(cents)])
        }
        let paid = random.pick(["Visa", "Mastercard", "Cash", "EC-Karte", "Apple Pay"])
        let time = "\(padded(random.int(8...20), 2)):\(padded(random.int(0...59), 2))"
        return [
            "merchant": .string(shop.name),
            "address": .string("\(shop.street), \(shop.city)"),
            "date": .string(CivilDay(day - random.int(0...6)).iso),
            "time": .string(time),
            "items": .array(items),
            "currency": .string(shop.currency),
            "tax": .amount(total * shop.taxPercent / (100 + shop.taxPercent)),
            "total": .amount(total),
            "total_printed": .string("\(grouped(total)) \(shop.currency)"),
            "payment": [
                "method": .string(paid),
                "last4": paid == "Cash" ? .null : .string(padded(random.int(0...9999), 4)),
            ],
        ]
    }

    private static func drawArticles(
        _ trade: Trade,
        most: Int,
        _ random: inout SplitMix64
    ) -> [(sku: String, description: String, cents: Int)] {
        var left = trade.articles
        return (0..<random.int(1...min(most, left.count))).map { _ in
            left.remove(at: random.int(0...(left.count - 1)))
        }
    }
}

/// Hundredths with thousands grouped: 123456789 is 1,234,567.89.
func grouped(_ hundredths: Int) -> String {
    var text = decimal(hundredths, places: 2)
    var position = text.count - 6
    while position > 0 {
        text.insert(",", at: text.index(text.startIndex, offsetBy: position))
        position -= 3
    }
    return text
}
