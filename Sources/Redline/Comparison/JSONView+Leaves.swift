extension JSONView {
    /// Visits every leaf of the value with its pointer and its field name, both relative to it.
    func forEachLeaf(_ visit: (_ leaf: JSONView, _ path: String, _ field: String) -> Void) {
        leaves("", "", visit)
    }

    private func leaves(
        _ path: String,
        _ field: String,
        _ visit: (JSONView, String, String) -> Void
    ) {
        guard !isLeaf else {
            visit(self, path, field)
            return
        }
        if kind == .object {
            for (name, value) in members {
                let part = JSONPointer.escape(name)
                value.leaves("\(path)/\(part)", "\(field)/\(part)", visit)
            }
        } else {
            let below = "\(field)/*"
            for (position, value) in elements.enumerated() {
                value.leaves("\(path)/\(position)", below, visit)
            }
        }
    }
}

extension JSONLeaf {
    /// The value of a leaf.
    init(_ view: JSONView) {
        switch view.kind {
        case .null: self = .null
        case .boolean: self = .boolean(view.boolean ?? false)
        case .number:
            // The parser's limits are within what a decimal number can hold.
            self = DecimalNumber(jsonText: view.text).map { .number($0) } ?? .string(view.text)
        case .string: self = .string(view.string ?? "")
        case .array: self = .emptyArray
        case .object: self = .emptyObject
        }
    }
}
