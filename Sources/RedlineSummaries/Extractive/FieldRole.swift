import Redline

/// What kind of thing a field says, by its name and the look of its value.
enum FieldRole {
    /// A number or code that the document goes by.
    case identifier
    /// A person or an organisation that takes part.
    case party
    /// An amount of money.
    case amount
    /// A day.
    case date
    /// The currency of amounts.
    case currency
    /// Anything else.
    case other

    /// The role of a field.
    init(_ field: DocumentField) {
        let words = Set(field.words)
        let own = Set(field.ownWords)
        if !own.isDisjoint(with: Self.currencyWords), field.value.string != nil {
            self = .currency
        } else if Self.isIdentifier(field.ownWords) {
            self = .identifier
        } else if Self.isDate(field.value, own) {
            self = .date
        } else if !own.isDisjoint(with: Self.amountWords), own.isDisjoint(with: Self.countWords),
            Self.isAmount(field.value)
        {
            self = .amount
        } else if let last = field.words.last, field.value.string != nil,
            Self.partyWords.contains(last)
                || last == "name" && !words.isDisjoint(with: Self.partyWords)
        {
            self = .party
        } else {
            self = .other
        }
    }

    private static let currencyWords: Set<String> = ["currency", "waehrung", "währung", "devise"]

    private static let amountWords: Set<String> = [
        "amount", "balance", "betrag", "charge", "cost", "deposit", "discount", "due", "fee",
        "freight", "gesamt", "gross", "importe", "montant", "mwst", "net", "paid", "payable",
        "premium", "price", "rent", "salary", "shipping", "subtotal", "sum", "summe", "tax", "tip",
        "total", "totals", "value", "vat", "wage",
    ]

    private static let countWords: Set<String> = [
        "count", "days", "hours", "items", "pages", "percent", "percentage", "quantity", "rate",
    ]

    private static let partyWords: Set<String> = [
        "author", "borrower", "buyer", "client", "company", "contractor", "customer", "employee",
        "employer", "holder", "insured", "insurer", "issuer", "kunde", "landlord", "lender",
        "lessee", "lessor", "lieferant", "merchant", "owner", "patient", "payee", "payer",
        "physician", "provider", "purchaser", "recipient", "seller", "sender", "shop", "store",
        "supplier", "tenant", "vendor",
    ]

    private static let dateWords: Set<String> = [
        "commences", "date", "dated", "datum", "day", "deadline", "due", "effective", "end",
        "ends", "expiration", "expires", "expiry", "fecha", "issued", "on", "start", "starts",
        "until", "when",
    ]

    private static func isIdentifier(_ words: [String]) -> Bool {
        guard let last = words.last else { return false }
        let isOfContact = ["phone", "fax", "tel", "telephone", "house"].contains(words[0])
        return !isOfContact
            && [
                "code", "id", "identifier", "no", "nr", "number", "nummer", "numero", "ref",
                "reference",
            ].contains(last)
    }

    private static func isDate(_ value: JSONView, _ own: Set<String>) -> Bool {
        guard let text = value.string, text.utf8.count <= 40 else { return false }
        if text.utf8.count >= 10, Timestamp(text) != nil { return true }
        let digits = text.utf8.count { (0x30...0x39).contains($0) }
        return !own.isDisjoint(with: dateWords) && (3...14).contains(digits)
            && !text.contains("$") && !text.contains("€")
            && text.contains { $0 == "/" || $0 == "." || $0 == "-" || $0.isWhitespace }
            && DecimalNumber(jsonText: text) == nil
    }

    /// A number, or a short text that is mostly one.
    private static func isAmount(_ value: JSONView) -> Bool {
        if value.kind == .number { return true }
        guard let text = value.string, text.utf8.count <= 32 else { return false }
        let letters = text.unicodeScalars.count { $0.properties.isAlphabetic }
        return letters <= 3 && text.utf8.contains { (0x30...0x39).contains($0) }
    }
}
