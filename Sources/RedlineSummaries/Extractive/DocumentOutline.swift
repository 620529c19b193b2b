import Redline

/// What a document holds: single fields, lists, and fields without a value, each in document order.
struct DocumentOutline {
    private(set) var fields: [DocumentField] = []
    private(set) var lists: [DocumentList] = []
    private(set) var missing: [MissingField] = []

    /// Reads a document.
    init(_ data: JSONView) {
        visit(data, Place())
    }

    /// Where in the document a value is.
    private struct Place {
        var pointer = ""
        var names: [String] = []
        var parent: (value: JSONView, pointer: String)?

        func member(_ name: String, of object: JSONView) -> Place {
            Place(
                pointer: JSONPointer.appending(name, to: pointer),
                names: names + [name],
                parent: (object, pointer)
            )
        }
    }

    private mutating func visit(_ value: JSONView, _ place: Place) {
        switch value.kind {
        case .object where value.count > 0:
            if let wrapped = Self.wrappedValue(value) {
                let below = place.member(wrapped.name, of: value)
                let confidence = value["confidence"].map {
                    (value: $0, pointer: JSONPointer.appending("confidence", to: place.pointer))
                }
                scalar(wrapped.value, place, at: below.pointer, confidence)
                return
            }
            for (name, member) in value.members { visit(member, place.member(name, of: value)) }
        case .array where value.count > 0:
            lists.append(
                DocumentList(
                    pointer: place.pointer,
                    elements: value.elements,
                    words: FieldLabel.words(below: place.names)
                )
            )
        case .array, .object, .null:
            guard !place.names.isEmpty else { return }
            missing.append(
                MissingField(pointer: place.pointer, words: FieldLabel.words(below: place.names))
            )
        default:
            scalar(value, place, at: place.pointer, nil)
        }
    }

    private mutating func scalar(
        _ value: JSONView,
        _ place: Place,
        at pointer: String,
        _ confidence: (value: JSONView, pointer: String)?
    ) {
        let words = FieldLabel.words(below: place.names)
        if value.kind == .null || value.string.map({ ShownValue.oneLine($0).isEmpty }) == true {
            missing.append(MissingField(pointer: pointer, words: words))
            return
        }
        let own = place.names.last { name in
            let words = FieldLabel.words(name)
            return words != ["name"] && words != ["value"]
        }
        fields.append(
            DocumentField(
                pointer: pointer,
                value: value,
                words: words,
                ownWords: FieldLabel.words(own ?? ""),
                confidence: confidence,
                parent: place.parent
            )
        )
    }

    /// The scalar of `{"value": ..., "confidence": ...}`, as extraction services wrap each field.
    private static func wrappedValue(_ object: JSONView) -> (name: String, value: JSONView)? {
        guard let confidence = object["confidence"]?.double, (0...1).contains(confidence) else {
            return nil
        }
        for name in ["value", "content", "text"] {
            guard let value = object[name] else { continue }
            switch value.kind {
            case .string, .number, .boolean, .null: return (name, value)
            case .array, .object: continue
            }
        }
        return nil
    }
}
