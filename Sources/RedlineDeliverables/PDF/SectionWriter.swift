import Redline

/// Writes the sections of a deliverable onto pages.
struct SectionWriter {
    let deliverable: Deliverable
    let flat: FlatDocument
    let tables: [FlatTableShape]
    /// Whether fields show what a person changed in them.
    let isMarked: Bool
    let flow: PageFlow

    func write(_ part: TemplatePart) {
        switch part {
        case .text(let text): blocks(text.blocks(TemplateValues.of(deliverable)))
        case .section(let section, let name): write(section, name)
        }
    }

    private func write(_ section: DeliverableSection, _ given: String?) {
        let name = given ?? section.heading
        switch section {
        case .title: title()
        case .executiveSummary:
            let text = deliverable.summary.executiveSummary
            guard !text.isEmpty else { return }
            heading(name)
            paragraph(text)
        case .keyFindings, .recommendations, .riskFactors, .actionItems:
            list(name, section.items(of: deliverable.summary) ?? [])
        case .amounts: fields(flat.amounts, name, isAtEnd: true)
        case .fields: fields(flat.fields, name, isAtEnd: false)
        case .lineItems: for shape in tables { table(shape, tables.count == 1 ? given : nil) }
        case .changes: changes(name)
        case .source: source(name)
        }
    }

    private func blocks(_ blocks: [TemplateText.Block]) {
        for block in blocks where !flow.isFull {
            switch block {
            case .heading(let text): heading(text)
            case .subheading(let text): heading(text, .subheading, tag: "H3")
            case .item(let text): flow.draw("L") { bullet(text) }
            case .paragraph(let text): paragraph(text)
            case .rule:
                flow.y += 4
                flow.rule(at: flow.y, from: flow.left, width: flow.width)
                flow.y += 4
            }
        }
    }

    func heading(_ text: String, _ style: TextStyle = .heading, tag: String = "H2") {
        let set = flow.typesetter.cell(text, style, width: flow.width)
        let isFirst = flow.y <= flow.page.topMargin
        if !isFirst { flow.y += 12 }
        // A heading does not stand alone at the end of a page.
        flow.need(set.height + 40)
        flow.canvas.addContents(text, page: flow.number, y: flow.y)
        flow.text(set, x: flow.left, tag: tag)
        flow.y += 4
    }

    func paragraph(_ text: String) {
        let hasLines = text.utf8.contains(UInt8(ascii: "\n"))
        for part in hasLines ? text.split(separator: "\n\n") : [text[...]] {
            let set = flow.typesetter.paragraph(String(part), .body, width: flow.width)
            flow.text(set, x: flow.left, tag: "P")
            flow.y += 5
        }
    }

    private func title() {
        let document = deliverable.document
        heading(document.heading, .title, tag: "H1")
        let isPlain = document.id.utf8.allSatisfy { $0 < 0x80 }
        let date = deliverable.workflow.createdAt.date
        let facts = [
            String(document.type.map { $0 == "_" ? " " : $0 }),
            // Each apart, so that an Arabic id does not turn the date beside it round.
            isPlain ? document.id : "\u{2068}\(document.id)\u{2069}",
            isPlain ? date : "\u{2066}\(date)\u{2069}",
        ]
        let set = flow.typesetter.paragraph(
            facts.joined(separator: " · "),
            .muted,
            width: flow.width
        )
        flow.text(set, x: flow.left, tag: "P")
        flow.y += 6
        flow.rule(at: flow.y, from: flow.left, width: flow.width)
        flow.y += 2
    }

    func list(_ name: String, _ items: [String]) {
        guard !items.isEmpty else { return }
        heading(name)
        flow.draw("L") {
            for item in items where !flow.isFull { bullet(item) }
        }
    }

    func bullet(_ item: String) {
        let indent = 14.0
        let isRightToLeft = flow.typesetter.direction == .rightToLeft
        let set = flow.typesetter.paragraph(item, .body, width: flow.width - indent)
        let dot = flow.typesetter.cell("•", .body, width: indent)
        flow.need(dot.height)
        if !flow.isFull {
            let x = isRightToLeft ? flow.left + flow.width - indent - 2 : flow.left + 2
            flow.canvas.draw(dot, line: 0, x: x, y: flow.y)
        }
        flow.text(set, x: flow.left + (isRightToLeft ? 0 : indent), tag: "LI")
        flow.y += 2
    }

    private func fields(_ fields: [FlatField], _ name: String, isAtEnd: Bool) {
        guard !fields.isEmpty else { return }
        let originals = isMarked ? deliverable.originals : [:]
        rows(
            name,
            isAtEnd: isAtEnd,
            fields.map { field in
                let before = originals[ExactText(field.path)].map { FlatCell($0).text }
                return (
                    FieldLabel.text(field.name),
                    PageTable.Cell(text: field.cell.text, before: before)
                )
            }
        )
    }

    private func source(_ name: String) {
        rows(
            name,
            isAtEnd: false,
            deliverable.sourceLines.map { ($0.label, PageTable.Cell(text: $0.cell.text)) }
        )
    }

    /// Names with their values beside them.
    private func rows(_ name: String, isAtEnd: Bool, _ rows: [(String, PageTable.Cell)]) {
        heading(name)
        let columns = Columns(
            names: ["", ""],
            widths: [flow.width * 0.34, flow.width * 0.66],
            isAtEnd: [false, isAtEnd]
        )
        flow.draw("Table") {
            let table = PageTable(flow, columns: columns.placed(in: flow), hasHeader: false)
            table.start()
            for (name, cell) in rows where !flow.isFull {
                table.row([PageTable.Cell(text: name, style: .muted), cell])
            }
        }
    }

    private func table(_ shape: FlatTableShape, _ name: String?) {
        let runs = shape.runs(in: flow.width)
        for (number, run) in runs.enumerated() where !flow.isFull {
            let part = runs.count > 1 ? " (\(number + 1) / \(runs.count))" : ""
            heading((name ?? shape.table.heading) + part)
            let columns = Columns(
                names: shape.table.columns[run].map(FieldLabel.text),
                widths: ColumnWidths.share(Array(shape.wanted[run]), in: flow.width),
                isAtEnd: Array(shape.isNumeric[run])
            )
            flow.draw("Table") {
                let table = PageTable(flow, columns: columns.placed(in: flow))
                table.start()
                for row in shape.table.rows where !flow.isFull {
                    var cells = [PageTable.Cell](
                        repeating: PageTable.Cell(text: ""),
                        count: run.count
                    )
                    for (column, cell) in row.cells where run.contains(column) {
                        cells[column - run.lowerBound] = PageTable.Cell(text: cell.text)
                    }
                    table.row(cells)
                }
            }
        }
    }

    private func changes(_ name: String) {
        let changes = deliverable.modifications
        guard !changes.isEmpty else { return }
        heading(name)
        let hasReasons = changes.contains { $0.reason?.isEmpty == false }
        let shares = hasReasons ? [0.28, 0.26, 0.26, 0.2] : [0.34, 0.33, 0.33]
        let columns = Columns(
            names: ["Field", "Before", "After"] + (hasReasons ? ["Reason"] : []),
            widths: shares.map { flow.width * $0 },
            isAtEnd: [Bool](repeating: false, count: shares.count)
        )
        flow.draw("Table") {
            let table = PageTable(flow, columns: columns.placed(in: flow))
            table.start()
            for change in changes where !flow.isFull {
                let before = change.original.map { FlatCell($0).text } ?? ""
                let after = change.modified.map { FlatCell($0).text } ?? ""
                table.row(
                    [
                        PageTable.Cell(text: change.path, style: .muted),
                        PageTable.Cell(text: before, style: .struck),
                        PageTable.Cell(text: after),
                    ] + (hasReasons ? [PageTable.Cell(text: change.reason ?? "")] : [])
                )
            }
        }
    }
}

/// Columns that have still to be placed, from the side that lines start from.
private struct Columns {
    let names: [String]
    let widths: [Double]
    let isAtEnd: [Bool]

    func placed(in flow: PageFlow) -> [PageTable.Column] {
        let isRightToLeft = flow.typesetter.direction == .rightToLeft
        var offset = 0.0
        return names.indices.map { index in
            let width = widths[index]
            let start = isRightToLeft ? flow.width - offset - width : offset
            offset += width
            return PageTable.Column(
                name: names[index],
                x: flow.left + start + PageTable.sidePadding,
                width: max(width - 2 * PageTable.sidePadding, 1),
                isAtEnd: isAtEnd[index]
            )
        }
    }
}
