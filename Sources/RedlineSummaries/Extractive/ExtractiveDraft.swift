import Redline

/// A summary in the making: the document's fields by their roles, and which of them were said.
struct ExtractiveDraft {
    let request: SummaryRequest
    let outline: DocumentOutline
    let extent: ExtractiveExtent
    /// The fields of each role, in document order.
    let fields: [FieldRole: [DocumentField]]
    let doubts: Doubts
    /// The pointers of the fields that need not be said again.
    var said: Set<ExactText> = []

    init(_ request: SummaryRequest) {
        self.request = request
        outline = DocumentOutline(request.data)
        extent = ExtractiveExtent(template: request.review?.template)
        fields = Dictionary(grouping: outline.fields) { FieldRole($0) }
        doubts = Doubts(request, outline)
    }

    /// The fields of a role that were not said yet.
    func unsaid(_ role: FieldRole) -> [DocumentField] {
        fields[role, default: []].filter { !said.contains(ExactText($0.pointer)) }
    }

    /// A sentence of a field.
    mutating func sentence(_ field: DocumentField) -> Statement {
        var phrase = Phrase()
        if FieldRole(field) == .other {
            // `Payment terms: 30 days net.` is right whether the name is singular or not.
            said.insert(ExactText(field.pointer))
            phrase.title(field.words, field.reference)
            phrase.say(": ")
            phrase.value(field.value, field.reference)
        } else {
            phrase.say("The ")
            put(field, into: &phrase)
        }
        phrase.end()
        return phrase.statement
    }

    /// `total is 12.00 EUR`, without what comes before and behind.
    mutating func put(_ field: DocumentField, into phrase: inout Phrase) {
        said.insert(ExactText(field.pointer))
        phrase.label(field.words, field.reference)
        phrase.say(" is ")
        phrase.value(field.value, field.reference)
        guard FieldRole(field) == .amount, let currency = currency(of: field) else { return }
        said.insert(ExactText(currency.pointer))
        phrase.say(" ")
        phrase.value(currency.value, currency.reference)
    }

    /// The currency of an amount: the one beside it, or else the document's own.
    private func currency(of amount: DocumentField) -> DocumentField? {
        let currencies = fields[.currency, default: []]
        // An amount that is spelled with a sign or a code needs none.
        let spelling = amount.value.text.unicodeScalars
        let hasOwn = spelling.contains {
            $0.properties.isAlphabetic || $0.properties.generalCategory == .currencySymbol
        }
        guard !hasOwn || amount.value.kind == .number else { return nil }
        return currencies.first { $0.parent?.pointer == amount.parent?.pointer }
            ?? currencies.first { $0.parent?.pointer == "" }
    }
}
