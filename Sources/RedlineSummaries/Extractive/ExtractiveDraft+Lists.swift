import Redline

extension ExtractiveDraft {
    /// What stands out in a list: its scalars, the largest of its amounts, or its few rows.
    static func findings(of list: DocumentList) -> [Statement] {
        if list.isOfScalars { return [contents(of: list)] }
        if let largest = largest(of: list) { return [largest] }
        guard list.elements.count <= 3, list.names == nil else { return [] }
        return list.elements.indices.compactMap { row(at: $0, of: list) }
    }

    /// `Under tags there are a and b.`, or how many there are.
    private static func contents(of list: DocumentList) -> Statement {
        let values = list.elements.enumerated().filter { $0.element.isShown }
        guard values.count <= 5, !values.isEmpty else { return size(of: list) }
        return Phrase.statement { phrase in
            phrase.say("Under ")
            phrase.label(list.words.isEmpty ? ["list"] : list.words, list.reference)
            phrase.say(values.count == 1 ? " there is " : " there are ")
            phrase.list(values) { phrase, entry in
                phrase.value(
                    entry.element,
                    FieldReference(.data, "\(list.pointer)/\(entry.offset)")
                )
            }
            phrase.end()
        }
    }

    /// The entry of a table with the largest amount, where it has a name and is the only one.
    private static func largest(of list: DocumentList) -> Statement? {
        guard list.elements.count > 1,
            let columns = TableColumns(list), let amount = columns.amount, let name = columns.name
        else { return nil }
        var best: (position: Int, sum: ExactSum)?
        var isTie = false
        for (position, row) in list.elements.enumerated() {
            guard let value = row[amount], let sum = ExactSum(value) else { return nil }
            if let held = best {
                isTie = isTie && !(sum > held.sum) || sum == held.sum
                guard sum > held.sum else { continue }
            }
            best = (position, sum)
        }
        guard let best, !isTie, let shown = list.elements[best.position][name],
            let value = list.elements[best.position][amount], shown.isShown
        else { return nil }
        let row = "\(list.pointer)/\(best.position)"
        return Phrase.statement { phrase in
            phrase.say("The largest ")
            phrase.label(
                FieldLabel.words(amount),
                FieldReference(.data, JSONPointer.appending(amount, to: row))
            )
            phrase.say(" under ")
            phrase.label(list.words.isEmpty ? ["list"] : list.words, list.reference)
            phrase.say(" is ")
            phrase.value(value, FieldReference(.data, JSONPointer.appending(amount, to: row)))
            phrase.say(": ")
            phrase.value(shown, FieldReference(.data, JSONPointer.appending(name, to: row)))
            phrase.end()
        }
    }

    /// What a row says, as `Under entries: formula Al2O3 and applications solar cells`.
    private static func row(at position: Int, of list: DocumentList) -> Statement? {
        let outline = DocumentOutline(list.elements[position])
        let base = "\(list.pointer)/\(position)"
        var parts: [(words: [String], value: JSONView, field: FieldReference)] = []
        for field in outline.fields {
            let place = FieldReference(.data, base + field.pointer)
            parts.append((field.words, field.value, place))
        }
        for inner in outline.lists {
            guard let first = inner.elements.first, first.isShown else { continue }
            parts.append((inner.words, first, FieldReference(.data, "\(base)\(inner.pointer)/0")))
        }
        guard !parts.isEmpty else { return nil }
        return Phrase.statement { phrase in
            phrase.say("Under ")
            phrase.label(list.words.isEmpty ? ["list"] : list.words, list.reference)
            phrase.say(": ")
            phrase.list(Array(parts.prefix(4))) { phrase, part in
                phrase.label(part.words, part.field)
                phrase.say(" ")
                phrase.value(part.value, part.field)
            }
            phrase.end()
        }
    }
}

extension JSONView {
    /// Whether the value is a scalar that says something.
    var isShown: Bool {
        switch kind {
        case .null, .array, .object: false
        case .string: string.map { !ShownValue.oneLine($0).isEmpty } ?? false
        case .boolean, .number: true
        }
    }
}
