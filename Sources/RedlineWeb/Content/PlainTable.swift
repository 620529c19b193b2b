import RedlineRendering

/// A table of a page: its first column names the row.
struct PlainTable {
    /// A column: its heading, and whether it has figures.
    struct Column {
        let heading: String
        var isFigure = false

        static func text(_ heading: String) -> Column { Column(heading: heading) }
        static func figure(_ heading: String) -> Column {
            Column(heading: heading, isFigure: true)
        }
    }

    let label: String
    let columns: [Column]
    let rows: [[HTML]]

    var html: HTML {
        let headings = columns.map { column -> HTML in
            "<th scope=\"col\"\(Self.mark(column))>\(column.heading)</th>"
        }
        let lines = rows.map { row -> HTML in
            let cells = zip(columns, row).enumerated().map { place, cell -> HTML in
                place == 0
                    ? "<th scope=\"row\"\(Self.mark(cell.0))>\(cell.1)</th>"
                    : "<td\(Self.mark(cell.0))>\(cell.1)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        // It can be scrolled by keyboard where it is wider than the page.
        return """
            <div class="table" tabindex="0" role="region" aria-label="\(label)">\
            <table><thead><tr>\(headings)</tr></thead>
            <tbody>
            \(lines)</tbody></table></div>

            """
    }

    private static func mark(_ column: Column) -> HTML {
        column.isFigure ? " class=\"figure\"" : ""
    }

    /// A count for people.
    static func count(_ value: Int) -> HTML { HTML(text: "\(GroupedNumber(value))") }
}
