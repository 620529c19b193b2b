/// Fills pages from top to bottom, twice: at first to count them, then to draw them.
final class PageFlow {
    let page: PageDefinition
    let typesetter: Typesetter
    /// What is drawn on; nil while pages are counted.
    let surface: PDFSurface?
    /// The page that is being filled, 1 for the first.
    private(set) var number = 0
    /// The place below what is there.
    var y = 0.0
    /// Whether the last page that is allowed is full; nothing more is drawn then.
    private(set) var isFull = false
    private var rules: [(x: Double, y: Double, width: Double, height: Double)] = []
    /// What stands above and below a page, by its number.
    private let margins: (Int) -> (header: String, footer: String)

    /// The most pages of a file.
    static let pageLimit = 2_000

    init(
        _ page: PageDefinition,
        _ typesetter: Typesetter,
        on surface: PDFSurface?,
        margins: @escaping (Int) -> (header: String, footer: String)
    ) {
        self.page = page
        self.typesetter = typesetter
        self.surface = surface
        self.margins = margins
        start()
    }

    var left: Double { page.sideMargin }
    var width: Double { page.width - 2 * page.sideMargin }
    var bottom: Double { page.height - page.bottomMargin }
    /// The height of an empty page.
    var room: Double { bottom - page.topMargin }

    /// Goes to the next page where less than this is left of the page.
    func need(_ height: Double) {
        if y + height > bottom { next() }
    }

    func next() {
        guard !isFull else { return }
        guard number < Self.pageLimit else {
            isFull = true
            let mark = typesetter.set(
                "[cut after \(Self.pageLimit) pages]",
                .struck,
                width: width
            )
            if let surface { mark.draw(line: 0, x: left, y: bottom, on: surface) }
            return
        }
        end()
        start()
    }

    /// Ends the last page.
    func end() {
        guard let surface else { return }
        let texts = margins(number)
        let places = [
            (texts.header, page.topMargin / 2 - 6),
            (texts.footer, page.height - page.bottomMargin / 2),
        ]
        for (text, place) in places where !text.isEmpty {
            let line = typesetter.cell(text, .small, width: width)
            line.draw(line: 0, x: left, y: place, on: surface)
        }
        surface.fill(.rule, rules)
        rules.removeAll(keepingCapacity: true)
        surface.showPage()
    }

    private func start() {
        number += 1
        y = page.topMargin
    }

    /// Draws a text, over as many pages as it takes.
    func text(_ text: SetText, x: Double, tag: String) {
        draw(tag) {
            for line in 0..<text.lineCount where !isFull {
                let height = text.height(ofLine: line)
                need(height)
                if let surface, !isFull { text.draw(line: line, x: x, y: y, on: surface) }
                y += height
            }
        }
    }

    /// Draws what belongs to one part of the document's structure.
    func draw(_ tag: String, _ body: () -> Void) {
        if let surface { surface.tagged(tag, body) } else { body() }
    }

    /// A line across, which is drawn when the page is full.
    func rule(at place: Double, from start: Double, width: Double) {
        guard surface != nil, !isFull else { return }
        rules.append((start, place - 0.25, width, 0.5))
    }

    /// A shade behind what is drawn on it next.
    func shade(from place: Double, height: Double, start: Double, width: Double) {
        guard !isFull else { return }
        surface?.fill(.shade, [(start, place, width, height)])
    }
}
