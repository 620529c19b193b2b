import Redline

extension ExtractiveDraft {
    /// What may be wrong: figures that disagree, fields of low confidence, missing values.
    func riskFactors() -> [Statement] {
        var statements = doubts.conflicts.map(Self.statement)
        for low in doubts.low.prefix(extent.warnings) {
            statements.append(
                Phrase.statement { phrase in
                    if let field = low.field {
                        phrase.say("The ")
                        phrase.label(low.words, field)
                        phrase.say(" was read with a confidence of only ")
                    } else {
                        phrase.say("The document was read with a confidence of only ")
                    }
                    phrase.value(low.confidence, low.confidenceField)
                    phrase.end()
                }
            )
        }
        let missing = doubts.missing.prefix(extent.warnings)
        if !missing.isEmpty {
            statements.append(
                Phrase.statement { phrase in
                    phrase.say("There is no value for ")
                    phrase.list(Array(missing)) { phrase, field in
                        phrase.label(field.words, FieldReference(.data, field.pointer))
                    }
                    phrase.say(
                        missing.count < doubts.missing.count ? ", nor for further fields." : "."
                    )
                }
            )
        }
        return statements
    }

    private static func statement(_ conflict: Conflict) -> Statement {
        Phrase.statement { phrase in
            func put(_ field: DocumentField) {
                phrase.label(field.words, field.reference)
                phrase.say(" ")
                phrase.value(field.value, field.reference)
            }
            switch conflict {
            case .total(let total, let subtotal, let tax):
                phrase.say("The ")
                put(total)
                phrase.say(" is not the ")
                put(subtotal)
                phrase.say(" and the ")
                put(tax)
                phrase.say(" together.")
            case .table(let list, let column, let amount):
                phrase.say("The ")
                phrase.label(FieldLabel.words(column), list.reference)
                phrase.say(" of all entries under ")
                phrase.label(list.words, list.reference)
                phrase.say(" does not add up to the ")
                put(amount)
                phrase.end()
            case .order(let late, let early):
                phrase.say("The ")
                put(late)
                phrase.say(" is before the ")
                put(early)
                phrase.end()
            }
        }
    }

    /// What to do about the doubts, as a whole.
    func recommendations() -> [Statement] {
        var statements: [Statement] = []
        let conflicting = doubts.conflicts.flatMap(\.fields)
        if !conflicting.isEmpty {
            statements.append(
                Phrase.statement { phrase in
                    phrase.say("Find out which of these fields is wrong: ")
                    phrase.list(Array(conflicting.prefix(extent.warnings))) { phrase, field in
                        phrase.label(field.words, field.reference)
                    }
                    phrase.end()
                }
            )
        }
        let low = doubts.low.filter { $0.field != nil }.prefix(extent.warnings)
        if !low.isEmpty {
            statements.append(
                Phrase.statement { phrase in
                    phrase.say("Compare what has a low confidence with the document itself: ")
                    phrase.list(Array(low)) { phrase, low in
                        guard let field = low.field else { return }
                        phrase.label(low.words, field)
                        phrase.cite(low.confidenceField)
                    }
                    phrase.end()
                }
            )
        } else if let whole = doubts.low.first {
            statements.append(
                Phrase.statement { phrase in
                    phrase.say("Compare all fields with the document itself.")
                    phrase.cite(whole.confidenceField)
                }
            )
        }
        return statements
    }

    /// Single things to do: missing values to look for, days to keep in view.
    func actionItems() -> [Statement] {
        var statements: [Statement] = []
        for field in doubts.missing.prefix(extent.warnings) {
            statements.append(
                Phrase.statement { phrase in
                    phrase.say("See whether the document has a value for ")
                    phrase.label(field.words, FieldReference(.data, field.pointer))
                    phrase.end()
                }
            )
        }
        let deadlines: Set<String> = ["deadline", "due", "end", "expiration", "expires", "expiry"]
        for field in fields[.date, default: []]
        where !deadlines.isDisjoint(with: field.words) {
            statements.append(
                Phrase.statement { phrase in
                    phrase.say("Keep the ")
                    phrase.label(field.words, field.reference)
                    phrase.say(" in view: ")
                    phrase.value(field.value, field.reference)
                    phrase.end()
                }
            )
            if statements.count == 2 * extent.warnings { break }
        }
        return statements
    }
}
