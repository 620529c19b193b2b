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
        // Each page says how many there are.
        let steps = PageSteps()
        let pages = file.fill(steps)
        let surface = try PDFSurface(
            width: template.page.width,
            height: template.page.height
        ) { number in file.margins(number, of: pages.number) }
        surface.describe(
            title: deliverable.document.heading,
            subject: deliverable.document.id,
            createdAt: deliverable.workflow.createdAt
        )
        if steps.isComplete { steps.draw(on: surface) } else { _ = file.fill(surface) }
        let bytes = try surface.finish()
        return (bytes, pages.number, pages.isFull || file.typesetter.isCut)
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

    /// What stands above and below a page.
    private func margins(
        _ number: Int,
        of pages: Int
    ) -> [(text: SetText, x: Double, y: Double)] {
        let page = template.page
        let texts = margins.texts(number, of: pages)
        let places = [
            (texts.header, page.topMargin / 2 - 6),
            (texts.footer, page.height - page.bottomMargin / 2),
        ]
        let width = page.width - 2 * page.sideMargin
        return places.filter { !$0.0.isEmpty }.map { text, y in
            (typesetter.cell(text, .small, width: width), page.sideMargin, y)
        }
    }

    /// Fills all pages.
    private func fill(_ canvas: any PageCanvas) -> PageFlow {
        let flow = PageFlow(template.page, typesetter, on: canvas)
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
