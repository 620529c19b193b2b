/// Fills pages from top to bottom.
final class PageFlow {
    let page: PageDefinition
    let typesetter: Typesetter
    let canvas: any PageCanvas
    /// The page that is being filled, 1 for the first.
    private(set) var number = 0
    /// The place below what is there.
    var y = 0.0
    /// Whether the last page that is allowed is full; nothing more is drawn then.
    private(set) var isFull = false
    private var rules: [PageRectangle] = []

    /// The most pages of a file.
    static let pageLimit = 2_000

    init(_ page: PageDefinition, _ typesetter: Typesetter, on canvas: any PageCanvas) {
        self.page = page
        self.typesetter = typesetter
        self.canvas = canvas
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
            let mark = typesetter.cell(
                "[cut after \(Self.pageLimit) pages]",
                .struck,
                width: width
            )
            canvas.draw(mark, line: 0, x: left, y: bottom)
            return
        }
        end()
        start()
    }

    /// Ends the last page.
    func end() {
        canvas.drawMargins(of: number)
        canvas.fill(.rule, rules)
        rules.removeAll(keepingCapacity: true)
        canvas.showPage()
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
                if !isFull { canvas.draw(text, line: line, x: x, y: y) }
                y += height
            }
        }
    }

    /// Draws what belongs to one part of the document's structure.
    func draw(_ tag: String, _ body: () -> Void) {
        canvas.begin(tag)
        body()
        canvas.end(tag)
    }

    /// A line across, which is drawn when the page is full.
    func rule(at place: Double, from start: Double, width: Double) {
        guard !isFull else { return }
        rules.append(PageRectangle(x: start, y: place - 0.25, width: width, height: 0.5))
    }

    /// A shade behind what is drawn on it next.
    func shade(from place: Double, height: Double, start: Double, width: Double) {
        guard !isFull else { return }
        canvas.fill(.shade, [PageRectangle(x: start, y: place, width: width, height: height)])
    }
}
