import Redline

/// A deliverable as a workbook: a sheet for the summary, one for the fields, one for each table, one
/// for the changes, in the order of the template.
struct ExcelFile {
    private let deliverable: Deliverable
    private let parts: [TemplatePart]
    private let flat: FlatDocument
    private let book: ExcelWorkbook

    /// The most tables that get sheets of their own; what is in further ones stands in one sheet.
    static let tableLimit = 50

    /// Of so many bytes of data the sheets' parts take a few megabytes at most.
    private static let smallBytes = 256 << 10

    static func bytes(
        of deliverable: Deliverable,
        template: DeliverableTemplate
    ) throws(DeliverableError) -> (bytes: [UInt8], isCut: Bool) {
        let size = [deliverable.document.finalData, deliverable.document.extractedData].reduce(0) {
            $0 + $1.withTextBytes(\.count)
        }
        if size <= smallBytes, let file = try? bytes(of: deliverable, template, isSmall: true) {
            return file
        }
        return try bytes(of: deliverable, template, isSmall: false)
    }

    private static func bytes(
        of deliverable: Deliverable,
        _ template: DeliverableTemplate,
        isSmall: Bool
    ) throws(DeliverableError) -> (bytes: [UInt8], isCut: Bool) {
        let folder = try ScratchFolder(isSmall: isSmall)
        let book = try ExcelWorkbook(in: folder)
        let file = ExcelFile(deliverable, template, book)
        try file.write()
        try book.close()
        return (try folder.content(of: ExcelWorkbook.fileName), book.isCut)
    }

    private init(
        _ deliverable: Deliverable,
        _ template: DeliverableTemplate,
        _ book: ExcelWorkbook
    ) {
        self.deliverable = deliverable
        self.book = book
        parts = deliverable.parts(of: template)
        flat = FlatDocument(
            deliverable.document.finalData,
            priorityFields: deliverable.preferences.priorityFields
        )
    }

    private func write() throws(DeliverableError) {
        let document = deliverable.document
        book.describe(
            title: document.heading,
            subject: document.id,
            createdAt: deliverable.workflow.createdAt
        )
        // The first sheet is there whatever is shown, since a workbook has to have one.
        try summary()
        for case .section(let section, let given) in parts {
            let name = given ?? section.heading
            switch section {
            case .amounts: try amounts(name)
            case .fields: try fields(name)
            case .lineItems: try tables(flat.tables.count == 1 ? given : nil)
            case .changes: try changes(name)
            default: break
            }
        }
    }

    private func sheet(_ name: String) throws(DeliverableError) -> ExcelSheet {
        try book.sheet(named: name, direction: deliverable.document.readingDirection)
    }

    private func summary() throws(DeliverableError) {
        var sheet = try sheet("Summary")
        for part in parts {
            switch part {
            case .text(let text): blocks(text.blocks(TemplateValues.of(deliverable)), &sheet)
            case .section(.title, _): title(&sheet)
            case .section(.executiveSummary, let name):
                let text = deliverable.summary.executiveSummary
                let heading = name ?? DeliverableSection.executiveSummary.heading
                list(heading, text.isEmpty ? [] : [text], &sheet)
            case .section(.source, let name): source(name, &sheet)
            case .section(let section, let name):
                let items = section.items(of: deliverable.summary) ?? []
                list(name ?? section.heading, items, &sheet)
            }
        }
        sheet.finish()
    }

    private func title(_ sheet: inout ExcelSheet) {
        let document = deliverable.document
        sheet.append([document.heading], .title)
        sheet.append(label: "Document", .text(document.id))
        sheet.append(label: "Type", .text(document.type))
        sheet.append(label: "Created", TypedValue(.text("\(deliverable.workflow.createdAt)")))
        if let time = deliverable.workflow.reviewedAt {
            sheet.append(label: "Reviewed", TypedValue(.text("\(time)")))
        }
    }

    private func blocks(_ blocks: [TemplateText.Block], _ sheet: inout ExcelSheet) {
        for block in blocks {
            switch block {
            case .heading(let text), .subheading(let text):
                sheet.skip()
                sheet.append([text], .heading)
            case .item(let text), .paragraph(let text): sheet.append(["", text], .text)
            case .rule: sheet.skip()
            }
        }
    }

    private func list(_ name: String, _ items: [String], _ sheet: inout ExcelSheet) {
        guard !items.isEmpty else { return }
        sheet.skip()
        sheet.append([name], .heading)
        for item in items { sheet.append(["", item], .text) }
    }

    private func source(_ name: String?, _ sheet: inout ExcelSheet) {
        sheet.skip()
        sheet.append([name ?? DeliverableSection.source.heading], .heading)
        for (label, cell) in deliverable.sourceLines {
            sheet.append(label: label, TypedValue(cell))
        }
    }

    private func fields(_ name: String) throws(DeliverableError) {
        var sheet = try sheet(name)
        let isMarked = parts.contains(.changes)
        let original = isMarked ? deliverable.originals : [:]
        sheet.header(["Field", "Value"] + (isMarked ? ["Before"] : []))
        for field in flat.fields {
            let before = original[ExactText(field.path)].map { TypedValue(FlatCell($0)) }
            sheet.append([.text(field.name), TypedValue(field.cell)] + (before.map { [$0] } ?? []))
        }
        sheet.finish(isFiltered: true)
    }

    private func amounts(_ name: String) throws(DeliverableError) {
        let amounts = flat.amounts
        guard !amounts.isEmpty else { return }
        var sheet = try sheet(name)
        sheet.header(["Field", "Amount"])
        for field in amounts { sheet.append([.text(field.name), TypedValue(field.cell)]) }
        sheet.finish(isFiltered: true)
    }

    private func tables(_ name: String?) throws(DeliverableError) {
        for table in flat.tables.prefix(Self.tableLimit) {
            var sheet = try sheet(name ?? table.heading)
            sheet.header(table.columns)
            for row in table.rows {
                sheet.append(row.values(table.columns.count).map { TypedValue($0) })
            }
            sheet.finish(isFiltered: true)
        }
        guard flat.tables.count > Self.tableLimit else { return }
        var sheet = try sheet("Further tables")
        sheet.header(["Table", "Row", "Column", "Value"])
        for table in flat.tables.dropFirst(Self.tableLimit) {
            for (number, row) in table.rows.enumerated() {
                for (column, cell) in row.cells {
                    sheet.append([
                        .text(table.name), TypedValue(.number("\(number + 1)")),
                        .text(table.columns[column]), TypedValue(cell),
                    ])
                }
            }
        }
        sheet.finish(isFiltered: true)
    }

    private func changes(_ name: String) throws(DeliverableError) {
        guard !deliverable.modifications.isEmpty else { return }
        var sheet = try sheet(name)
        sheet.header(["Field", "Change", "Before", "After", "Reason"])
        for change in deliverable.modifications {
            sheet.append([
                .text(change.path), .text(change.changeType.rawValue),
                change.original.map { TypedValue(FlatCell($0)) } ?? .empty,
                change.modified.map { TypedValue(FlatCell($0)) } ?? .empty,
                .text(change.reason ?? ""),
            ])
        }
        sheet.finish(isFiltered: true)
    }
}
