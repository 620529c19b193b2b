import Redline

/// A scalar of a document that is not within a table.
struct DocumentField {
    /// Its JSON Pointer.
    let pointer: String
    /// Its value.
    let value: JSONView
    /// The words that it is called by.
    let words: [String]
    /// The words of its innermost name that says something.
    let ownWords: [String]
    /// The confidence that stands beside it in the document, and where.
    let confidence: (value: JSONView, pointer: String)?
    /// The object that it is a member of, and that object's pointer.
    let parent: (value: JSONView, pointer: String)?

    /// Where it is.
    var reference: FieldReference { FieldReference(.data, pointer) }
}

/// An array of a document: line items, or a list of scalars.
struct DocumentList {
    /// Its JSON Pointer.
    let pointer: String
    /// Its elements; there is at least one.
    let elements: [JSONView]
    /// The words that it is called by.
    let words: [String]

    /// Where it is.
    var reference: FieldReference { FieldReference(.data, pointer) }

    /// Whether all elements are scalars.
    var isOfScalars: Bool {
        elements.allSatisfy { $0.kind != .array && $0.kind != .object }
    }
}

/// A field without a value: null, an empty string, or an empty object or array.
struct MissingField {
    /// Its JSON Pointer.
    let pointer: String
    /// The words that it is called by.
    let words: [String]
}
