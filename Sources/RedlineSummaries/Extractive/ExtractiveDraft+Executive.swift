import Redline

extension ExtractiveDraft {
    /// What the document is: its number, the parties, the total, the dates, the line items.
    mutating func executiveSummary() -> [Statement] {
        var statements = [identity()]
        if let title = unsaid(.other).first(where: { $0.parent?.pointer == "" && $0.isTitle }) {
            statements.append(sentence(title))
        }
        let parties = Array(unsaid(.party).prefix(extent.parties))
        if !parties.isEmpty { statements.append(sentence(joining: parties)) }
        if let total = Self.mainAmount(unsaid(.amount)) { statements.append(sentence(total)) }
        let dates = Array(unsaid(.date).prefix(extent.dates))
        if !dates.isEmpty { statements.append(sentence(joining: dates)) }
        for list in outline.lists.filter({ !$0.isOfScalars }).prefix(extent.lists) {
            statements.append(Self.size(of: list))
        }
        return statements
    }

    /// What the document goes by, as `This invoice has the invoice number INV-7`, or how many fields there are.
    private mutating func identity() -> Statement {
        var phrase = Phrase()
        phrase.say("This ")
        let type = FieldLabel.words(request.documentType)
        phrase.label(type.isEmpty ? ["document"] : type, FieldReference(.source, "/document_type"))
        let whole = FieldReference(.data, "")
        if let identifier = mainIdentifier(type) {
            phrase.say(" has the ")
            phrase.label(identifier.words, identifier.reference)
            phrase.say(" ")
            phrase.value(identifier.value, identifier.reference)
            phrase.end()
            said.insert(ExactText(identifier.pointer))
        } else if request.data.count == 0 {
            phrase.say(" holds no fields.")
            phrase.cite(whole)
        } else if request.data.kind == .array {
            phrase.say(" is a list.")
            phrase.cite(whole)
        } else {
            phrase.say(" holds ")
            phrase.count(request.data.leafCount, whole)
            phrase.say(request.data.leafCount == 1 ? " field." : " fields.")
        }
        return phrase.statement
    }

    /// The number that names the document's own type, or else the first at its top.
    private func mainIdentifier(_ type: [String]) -> DocumentField? {
        let identifiers = fields[.identifier, default: []].filter { $0.parent?.pointer == "" }
        return identifiers.first { !type.isEmpty && $0.words.starts(with: type) }
            ?? identifiers.first { !Set(type).isDisjoint(with: $0.words) }
            ?? identifiers.first
    }

    /// A sentence of several fields, as `The vendor is ACME and the customer is Bob`.
    private mutating func sentence(joining fields: [DocumentField]) -> Statement {
        var phrase = Phrase()
        for (position, field) in fields.enumerated() {
            if position == 0 {
                phrase.say("The ")
            } else {
                phrase.say(position + 1 == fields.count ? " and the " : ", the ")
            }
            put(field, into: &phrase)
        }
        phrase.end()
        return phrase.statement
    }

    /// The amount that the document is about: a grand total before a total, a total before what is
    /// due, and any other amount last.
    static func mainAmount(_ amounts: [DocumentField]) -> DocumentField? {
        func rank(_ field: DocumentField) -> Int {
            let words = Set(field.words)
            guard words.isDisjoint(with: partialWords) else { return 0 }
            if words.contains("total") || words.contains("gesamt") {
                return words.isDisjoint(with: ["grand", "due", "gross", "payable"]) ? 3 : 4
            }
            return words.isDisjoint(with: ["due", "payable", "balance"]) ? 1 : 2
        }
        var best: DocumentField?
        for amount in amounts where rank(amount) > (best.map(rank) ?? -1) { best = amount }
        return best
    }

    private static let partialWords: Set<String> = [
        "discount", "fee", "freight", "mwst", "net", "paid", "shipping", "sub", "subtotal", "tax",
        "tip", "vat",
    ]

    /// How long a list is, as `There are 2 entries under line items: Paper and Toner`.
    static func size(of list: DocumentList) -> Statement {
        Phrase.statement { phrase in
            phrase.say(list.elements.count == 1 ? "There is " : "There are ")
            phrase.count(list.elements.count, list.reference)
            phrase.say(list.elements.count == 1 ? " entry" : " entries")
            if !list.words.isEmpty {
                phrase.say(" under ")
                phrase.label(list.words, list.reference)
            }
            if let names = list.names {
                phrase.say(": ")
                phrase.list(names) { phrase, name in phrase.value(name.value, name.field) }
            }
            phrase.end()
        }
    }
}

extension DocumentField {
    /// Whether the field says what the document is about.
    fileprivate var isTitle: Bool {
        [["title"], ["subject"], ["headline"], ["document", "title"]].contains(words)
    }
}

extension DocumentList {
    /// What the rows of a short table are called; nil where they have no names or are many.
    var names: [(value: JSONView, field: FieldReference)]? {
        guard elements.count <= 3, let column = TableColumns(self)?.name else { return nil }
        var names: [(value: JSONView, field: FieldReference)] = []
        for (position, row) in elements.enumerated() {
            guard let name = row[column], name.isShown else { return nil }
            let place = JSONPointer.appending(column, to: "\(pointer)/\(position)")
            names.append((name, FieldReference(.data, place)))
        }
        return names
    }
}
