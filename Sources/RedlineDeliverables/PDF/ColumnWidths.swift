/// Shares the width of a page out among the columns of a table.
enum ColumnWidths {
    /// The narrowest that a column of many is made.
    static let narrowest = 44.0

    /// The widths for what columns would like to have: that, and more, where there is room; else the
    /// wide ones give way first, and none of them below what the others have.
    static func share(_ wanted: [Double], in room: Double) -> [Double] {
        let total = wanted.reduce(0, +)
        guard !wanted.isEmpty else { return [] }
        if total <= room {
            // What is left over goes to all alike, so that the table fills the page.
            let more = (room - total) / Double(wanted.count)
            return wanted.map { $0 + more }
        }
        // The widest that a column may be, so that all of them fit.
        var rest = room
        var open = wanted.count
        var ceiling = rest / Double(open)
        for width in wanted.sorted() {
            ceiling = rest / Double(open)
            guard width <= ceiling else { break }
            rest -= width
            open -= 1
        }
        return wanted.map { min($0, ceiling) }
    }
}
