import Redline

/// Which members of a table's rows say what the row is and what it comes to.
struct TableColumns {
    /// The member that names a row.
    let name: String?
    /// The member that has its amount.
    let amount: String?

    /// Looks at a table's first row; nil where the rows are no objects.
    init?(_ list: DocumentList) {
        guard let first = list.elements.first, first.kind == .object else { return nil }
        let names = first.members.map(\.name)
        func member(_ wanted: [[String]]) -> String? {
            for words in wanted {
                if let name = names.first(where: { FieldLabel.words($0) == words }) { return name }
            }
            return nil
        }
        name = member([["description"], ["name"], ["item"], ["title"], ["product"], ["sku"]])
        amount = member([
            ["amount"], ["line", "total"], ["total"], ["net", "amount"], ["total", "amount"],
            ["price"],
        ])
    }
}
