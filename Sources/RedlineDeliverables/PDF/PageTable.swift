/// A table on pages: its header stands on each of them, and rows that fit are not torn apart.
///
/// In the document's structure, rows are the smallest parts: with a part for each cell, 5,000 rows
/// take five times the bytes and twice the time.
struct PageTable {
    /// A column: its name, its place and its width, and on which side its values stand.
    struct Column {
        let name: String
        let x: Double
        let width: Double
        let isAtEnd: Bool
    }

    /// A value of a row, with what stands below it in another style.
    struct Cell {
        let text: String
        var style = TextStyle.body
        var before: String?
    }

    private let flow: PageFlow
    private let columns: [Column]
    private let header: [SetText]
    private let headerHeight: Double
    private let hasHeader: Bool

    static let sidePadding = 4.0
    static let linePadding = 2.0

    /// Starts a table; the header is drawn with the first row.
    init(_ flow: PageFlow, columns: [Column], hasHeader: Bool = true) {
        self.flow = flow
        self.columns = columns
        self.hasHeader = hasHeader
        let typesetter = flow.typesetter
        header = columns.map { column in
            typesetter.cell(column.name, .strong, width: column.width, isAtEnd: column.isAtEnd)
        }
        // A name of very many lines must leave room for rows.
        let tallest = header.map(\.height).max() ?? 0
        headerHeight = hasHeader ? min(tallest, flow.room / 3) + 2 * Self.linePadding : 0
    }

    func start() {
        let line = flow.typesetter.lineHeight(.body)
        flow.need(headerHeight + line + 2 * Self.linePadding)
        drawHeader()
    }

    private func drawHeader() {
        guard hasHeader else { return }
        flow.shade(from: flow.y, height: headerHeight, start: flow.left, width: flow.width)
        flow.draw("TR") {
            for (column, text) in zip(columns, header) {
                guard !flow.isFull else { continue }
                var y = flow.y + Self.linePadding
                for line in 0..<text.lineCount {
                    let height = text.height(ofLine: line)
                    guard y + height <= flow.y + headerHeight + 1 else { break }
                    flow.canvas.draw(text, line: line, x: column.x, y: y)
                    y += height
                }
            }
        }
        flow.y += headerHeight
    }

    /// Draws a row.
    func row(_ cells: [Cell]) {
        guard !flow.isFull else { return }
        let texts = zip(columns, cells).map { column, cell in
            var texts: [SetText] = []
            let typesetter = flow.typesetter
            if !cell.text.isEmpty || cell.before == nil {
                texts.append(
                    typesetter.cell(
                        cell.text,
                        cell.style,
                        width: column.width,
                        isAtEnd: column.isAtEnd
                    )
                )
            }
            if let before = cell.before {
                texts.append(
                    typesetter.cell(
                        before,
                        .struck,
                        width: column.width,
                        isAtEnd: column.isAtEnd
                    )
                )
            }
            return texts
        }
        let tallest = texts.map { $0.reduce(0) { $0 + $1.height } }.max() ?? 0
        let height = tallest + 2 * Self.linePadding
        if flow.y + height > flow.bottom {
            guard height <= flow.room - headerHeight else {
                tear(texts)
                return
            }
            nextPage()
        }
        guard !flow.isFull else { return }
        let top = flow.y + Self.linePadding
        flow.draw("TR") {
            for (column, texts) in zip(columns, texts) {
                var y = top
                for text in texts {
                    for line in 0..<text.lineCount {
                        flow.canvas.draw(text, line: line, x: column.x, y: y)
                        y += text.height(ofLine: line)
                    }
                }
            }
        }
        flow.y += height
        flow.rule(at: flow.y, from: flow.left, width: flow.width)
    }

    private func nextPage() {
        flow.next()
        if !flow.isFull { drawHeader() }
    }

    /// Draws a row that is taller than a page: of each cell, on each page, as many lines as fit.
    private func tear(_ texts: [[SetText]]) {
        var lines = texts.map { texts in
            texts.flatMap { text in (0..<text.lineCount).map { (text: text, line: $0) } }[...]
        }
        while !flow.isFull, lines.contains(where: { !$0.isEmpty }) {
            let top = flow.y + Self.linePadding
            var lowest = top
            for index in lines.indices {
                var y = top
                while let next = lines[index].first {
                    let height = next.text.height(ofLine: next.line)
                    // A line that is taller than any page stands on one all the same.
                    guard
                        y + height <= flow.bottom
                            || top < flow.page.topMargin + headerHeight + 9
                                && y == top
                    else { break }
                    flow.canvas.draw(next.text, line: next.line, x: columns[index].x, y: y)
                    y += height
                    lines[index].removeFirst()
                }
                lowest = max(lowest, y)
            }
            flow.y = lowest + Self.linePadding
            if lines.contains(where: { !$0.isEmpty }) { nextPage() }
        }
        flow.rule(at: flow.y, from: flow.left, width: flow.width)
    }
}
