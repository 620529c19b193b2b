import Redline

/// A deliverable as pages.
struct PDFFile {
    private let deliverable: Deliverable
    private let template: DeliverableTemplate
    private let parts: [TemplatePart]
    private let margins: PageMargins
    private let flat: FlatDocument
    private let typesetter: Typesetter
    private let tables: [FlatTableShape]

    static func bytes(
        of deliverable: Deliverable,
        template: DeliverableTemplate
    ) throws(DeliverableError) -> (bytes: [UInt8], pages: Int, isCut: Bool) {
        let file = try PDFFile(deliverable, template)
        let counted = file.fill(nil, pages: 0)
        let surface = try PDFSurface(width: template.page.width, height: template.page.height)
        surface.describe(
            title: deliverable.document.heading,
            subject: deliverable.document.id,
            createdAt: deliverable.workflow.createdAt
        )
        let drawn = file.fill(surface, pages: counted.number)
        let bytes = try surface.finish()
        return (bytes, drawn.number, drawn.isFull || file.typesetter.isCut)
    }

    private init(
        _ deliverable: Deliverable,
        _ template: DeliverableTemplate
    ) throws(DeliverableError) {
        self.deliverable = deliverable
        self.template = template
        parts = deliverable.parts(of: template)
        margins = try PageMargins(template.page, deliverable)
        flat = FlatDocument(
            deliverable.document.finalData,
            priorityFields: deliverable.preferences.priorityFields
        )
        typesetter = try Typesetter(
            template.page,
            language: deliverable.document.language,
            direction: deliverable.document.readingDirection
        )
        let isShown = parts.contains(.lineItems)
        let typesetter = typesetter
        tables = isShown ? flat.tables.map { FlatTableShape($0, typesetter) } : []
    }

    /// Fills all pages, drawing them where there is something to draw on.
    private func fill(_ surface: PDFSurface?, pages: Int) -> PageFlow {
        let flow = PageFlow(template.page, typesetter, on: surface) { number in
            margins.texts(number, of: pages)
        }
        let writer = SectionWriter(
            deliverable: deliverable,
            flat: flat,
            tables: tables,
            isMarked: parts.contains(.changes),
            flow: flow
        )
        flow.draw("Document") {
            for part in parts where !flow.isFull { writer.write(part) }
        }
        flow.end()
        return flow
    }
}
