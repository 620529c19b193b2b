import Redline

/// A value of a flattened document.
enum FlatCell: Equatable {
    case null
    case boolean(Bool)
    /// A JSON number, as it was spelled.
    case number(String)
    case text(String)

    /// A scalar; an empty object or array has no value to show.
    init(scalar value: JSONView) {
        switch value.kind {
        case .boolean: self = .boolean(value.boolean ?? false)
        case .number: self = .number(value.text)
        case .string: self = .text(value.string ?? "")
        case .null, .array, .object: self = .null
        }
    }

    /// Any value: a list of scalars with `; ` between them, what is deeper as JSON.
    init(_ value: JSONView) {
        switch value.kind {
        case .array where value.count > 0:
            let elements = value.elements
            guard elements.allSatisfy({ $0.kind != .array && $0.kind != .object }) else {
                self = .text(value.text)
                return
            }
            self = .text(elements.map { FlatCell(scalar: $0).text }.joined(separator: "; "))
        case .object where value.count > 0: self = .text(value.text)
        default: self.init(scalar: value)
        }
    }

    /// The value as text: nothing for null, numbers as they were spelled.
    var text: String {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .number(let text), .text(let text): text
        }
    }
}
