import Redline

/// Fields of a document that cannot all be right.
enum Conflict {
    /// A total that is not its subtotal and its tax.
    case total(DocumentField, subtotal: DocumentField, tax: DocumentField)
    /// An amount that the amounts of a table do not add up to.
    case table(DocumentList, column: String, DocumentField)
    /// A day that ought to come after another one and comes before it.
    case order(DocumentField, before: DocumentField)

    /// The fields that it is about.
    var fields: [DocumentField] {
        switch self {
        case .total(let total, let subtotal, let tax): [total, subtotal, tax]
        case .table(_, _, let amount): [amount]
        case .order(let late, let early): [late, early]
        }
    }

    /// The conflicts among a document's fields.
    static func all(in outline: DocumentOutline) -> [Conflict] {
        let top = outline.fields.filter { $0.parent?.pointer == "" }
        return [totals(top), tables(top, outline.lists), dates(top)].compactMap { $0 }
    }

    private static func only(_ names: [[String]], in fields: [DocumentField]) -> DocumentField? {
        let found = fields.filter { names.contains($0.words) }
        return found.count == 1 ? found.first : nil
    }

    private static func total(_ fields: [DocumentField]) -> DocumentField? {
        only(
            [["total"], ["total", "amount"], ["grand", "total"], ["invoice", "total"]],
            in: fields
        )
    }

    private static func subtotal(_ fields: [DocumentField]) -> DocumentField? {
        only([["subtotal"], ["sub", "total"], ["net", "total"], ["net", "amount"]], in: fields)
    }

    private static func tax(_ fields: [DocumentField]) -> DocumentField? {
        only(
            [["tax"], ["total", "tax"], ["tax", "amount"], ["vat"], ["vat", "amount"]],
            in: fields
        )
    }

    /// Whether there are amounts that a total may have beside its subtotal and its tax.
    private static func hasFurther(_ fields: [DocumentField]) -> Bool {
        let further: Set<String> = [
            "adjustment", "charge", "charges", "credit", "deposit", "discount", "fee", "fees",
            "freight", "gratuity", "handling", "paid", "rebate", "rounding", "service", "shipping",
            "surcharge", "tip", "withholding",
        ]
        return fields.contains { field in
            !further.isDisjoint(with: field.words) && ExactSum(field.value) != nil
        }
    }

    private static func totals(_ fields: [DocumentField]) -> Conflict? {
        guard let total = total(fields), let subtotal = subtotal(fields), let tax = tax(fields),
            let whole = ExactSum(total.value), var sum = ExactSum(subtotal.value),
            let part = ExactSum(tax.value), !hasFurther(fields)
        else { return nil }
        sum += part
        return sum == whole ? nil : .total(total, subtotal: subtotal, tax: tax)
    }

    /// Rows may be with tax or without: only what agrees with neither is a conflict.
    private static func tables(_ fields: [DocumentField], _ lists: [DocumentList]) -> Conflict? {
        guard !hasFurther(fields), let amount = subtotal(fields) ?? total(fields) else {
            return nil
        }
        for list in lists {
            let words = FieldLabel.words(JSONPointer.steps(list.pointer).last ?? "")
            guard words.contains("items") || words.contains("lines") || words.contains("positions"),
                let column = TableColumns(list)?.amount, column.lowercased() != "price"
            else { continue }
            var sum = ExactSum()
            var isWhole = true
            for row in list.elements {
                guard let value = row[column], let part = ExactSum(value) else {
                    isWhole = false
                    break
                }
                sum += part
            }
            guard isWhole else { continue }
            let candidates = [subtotal(fields), total(fields)].compactMap { $0 }
            let sums = candidates.compactMap { ExactSum($0.value) }
            guard sums.count == candidates.count, !sums.contains(sum) else { continue }
            if tax(fields) != nil, subtotal(fields) == nil { continue }
            return .table(list, column: column, amount)
        }
        return nil
    }

    private static func dates(_ fields: [DocumentField]) -> Conflict? {
        let early = [
            ["invoice", "date"], ["issue", "date"], ["order", "date"], ["po", "date"],
            ["effective", "date"], ["start", "date"], ["date"],
        ]
        let late = [
            ["due", "date"], ["payment", "due", "date"], ["end", "date"], ["expiry", "date"],
            ["expiration", "date"], ["delivery", "date"],
        ]
        // Names can be spelled in so many ways that there is no end to pairs.
        let starts = fields.filter { early.contains($0.words) }.prefix(4)
        let ends = fields.filter { late.contains($0.words) }.prefix(4)
        for first in starts {
            for second in ends {
                guard let start = first.value.string.flatMap({ Timestamp($0) }),
                    let end = second.value.string.flatMap({ Timestamp($0) }), end < start
                else { continue }
                return .order(second, before: first)
            }
        }
        return nil
    }
}
