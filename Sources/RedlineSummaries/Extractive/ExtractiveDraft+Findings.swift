import Redline

extension ExtractiveDraft {
    /// What else the document says, what matters to the person first.
    mutating func keyFindings() -> [Statement] {
        var statements: [Statement] = []
        for field in priorityFields().prefix(extent.findings) { statements.append(sentence(field)) }
        statements += changes()
        let roles: [FieldRole] =
            request.review?.template == "financial"
            ? [.amount, .date, .party, .identifier, .other]
            : [.party, .date, .amount, .identifier, .other]
        var room = extent.findings
        for role in roles {
            for field in unsaid(role).prefix(room) {
                statements.append(sentence(field))
                room -= 1
            }
        }
        for list in outline.lists.prefix(extent.lists) { statements += Self.findings(of: list) }
        return statements
    }

    /// The fields that the person named, by pointer or by name, in their order.
    private func priorityFields() -> [DocumentField] {
        var found: [DocumentField] = []
        for name in (request.review?.priorityFields ?? []).prefix(PromptBlock.fieldLimit) {
            let words = FieldLabel.words(name)
            found += outline.fields.filter { field in
                let isMeant =
                    ExactText(field.pointer) == ExactText(name)
                    || !words.isEmpty && (field.ownWords == words || field.words == words)
                return isMeant && !said.contains(ExactText(field.pointer))
                    && !found.contains { $0.pointer == field.pointer }
            }
        }
        return found
    }

    /// What the person changed: how much, and to what.
    private mutating func changes() -> [Statement] {
        guard let changes = request.review?.changes, !changes.isEmpty else { return [] }
        var statements = [
            Phrase.statement { phrase in
                phrase.say("A person changed ")
                if changes.count > extent.changes { phrase.say("several fields, among them ") }
                phrase.list(Self.places(changes.prefix(extent.changes))) { phrase, place in
                    for field in place.fields { phrase.cite(field) }
                    phrase.label(place.words, place.fields[0])
                }
                phrase.end()
            }
        ]
        for change in changes.prefix(extent.changes) {
            guard let value = change.modified, value.isShown,
                !said.contains(ExactText(change.modifiedPath))
            else { continue }
            said.insert(ExactText(change.modifiedPath))
            statements.append(
                Phrase.statement { phrase in
                    phrase.say(
                        PointerNames.isWithinArray(change.modifiedPath)
                            ? "A person set an entry under " : "A person set the "
                    )
                    phrase.label(Self.words(of: change), Self.reference(to: change))
                    phrase.say(" to ")
                    phrase.value(value, Self.reference(to: change))
                    phrase.end()
                }
            )
        }
        return statements
    }

    /// The places of changes by what they are called, each name once.
    private static func places(
        _ changes: ArraySlice<Change>
    ) -> [(words: [String], fields: [FieldReference])] {
        var places: [(words: [String], fields: [FieldReference])] = []
        for change in changes {
            let words = words(of: change)
            if let known = places.firstIndex(where: { $0.words == words }) {
                places[known].fields.append(reference(to: change))
            } else {
                places.append((words, [reference(to: change)]))
            }
        }
        return places
    }

    private static func reference(to change: Change) -> FieldReference {
        change.changeType == .deletion
            ? FieldReference(.originalData, change.originalPath)
            : FieldReference(.data, change.modifiedPath)
    }

    private static func words(of change: Change) -> [String] {
        PointerNames.words(of: reference(to: change).pointer)
    }
}
