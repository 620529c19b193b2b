import Redline

/// A document as fields and tables, for formats that have no nesting.
struct FlatDocument {
    private(set) var fields: [FlatField] = []
    private(set) var tables: [FlatTable] = []

    /// Flattens a document, the fields of priority first.
    init(_ document: JSONView, priorityFields: [String]) {
        visit(document, path: "", name: "")
        guard !priorityFields.isEmpty else { return }
        prioritise(priorityFields)
    }

    /// Whether an array has rows: an object or an array among its elements.
    static func isTable(_ value: JSONView) -> Bool {
        value.kind == .array
            && value.elements.contains { $0.kind == .object || $0.kind == .array }
    }

    private mutating func visit(_ value: JSONView, path: String, name: String) {
        if Self.isTable(value) || path.isEmpty && value.kind == .array {
            tables.append(FlatTable(path: path, name: name, elements: value.elements))
        } else if value.kind == .object, value.count > 0 || path.isEmpty {
            for member in value.members {
                visit(
                    member.value,
                    path: JSONPointer.appending(member.name, to: path),
                    name: name.isEmpty ? member.name : "\(name).\(member.name)"
                )
            }
        } else {
            fields.append(FlatField(path: path, name: name, cell: FlatCell(value)))
        }
    }

    private mutating func prioritise(_ wanted: [String]) {
        let order = PriorityOrder(wanted)
        fields = order.sorted(fields.indices) { (fields[$0].path, fields[$0].name) }
            .map { fields[$0] }
        for index in tables.indices {
            let table = tables[index]
            let prefix = table.name.isEmpty ? "" : table.name + "."
            tables[index].reorder(
                order.sorted(table.columns.indices) { column in
                    // `/line_items/*/price`, as reports name the field.
                    let below = table.columns[column].replacing(".", with: "/")
                    return ("\(table.path)/*/\(below)", prefix + table.columns[column])
                }
            )
        }
    }
}

/// The places of wanted fields among others: first, and in the order in which they are wanted.
private struct PriorityOrder {
    private var places: [ExactText: Int] = [:]
    private let count: Int

    init(_ wanted: [String]) {
        count = wanted.count
        for (place, name) in wanted.enumerated() where places[ExactText(name)] == nil {
            places[ExactText(name)] = place
        }
    }

    /// Sorts, keeping the order of what is not wanted.
    func sorted(_ items: Range<Int>, _ names: (Int) -> (path: String, name: String)) -> [Int] {
        items.map { item in
            let (path, name) = names(item)
            let last = name.split(separator: ".").last.map(String.init) ?? name
            let place = [path, name, last].compactMap { places[ExactText($0)] }.min()
            return (place ?? count, item)
        }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        .map(\.1)
    }
}
