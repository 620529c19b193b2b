/// What pages are drawn on.
protocol PageCanvas: AnyObject {
    /// Draws a line of a text with its upper left corner at that place.
    func draw(_ text: SetText, line: Int, x: Double, y: Double)
    /// Fills rectangles.
    func fill(_ colour: Colour, _ rectangles: [PageRectangle])
    /// Marks what is drawn until the end of the tag as a part of the document's structure.
    func begin(_ tag: String)
    func end(_ tag: String)
    /// Adds an entry to the list of contents that readers show beside the pages.
    func addContents(_ name: String, page: Int, y: Double)
    /// Draws what stands above and below a page, which may say how many pages there are.
    func drawMargins(of page: Int)
    func showPage()
}

/// A place on a page, with its size.
struct PageRectangle {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
}

/// Keeps what was drawn, to draw it again when it is known how many pages there are.
///
/// That spares files of few pages a second setting. What is more than some pages is not kept: their
/// number is all that comes of it.
final class PageSteps: PageCanvas {
    private enum Step {
        case text(SetText, line: Int, x: Double, y: Double)
        case fill(Colour, [PageRectangle])
        case begin(String)
        case end(String)
        case contents(String, page: Int, y: Double)
        case margins(page: Int)
        case page
    }

    private var steps: [Step] = []
    /// Whether everything was kept.
    private(set) var isComplete = true

    /// The most steps that are kept: some ten pages, or a few megabytes.
    static let limit = 4_096

    private func keep(_ step: @autoclosure () -> Step) {
        guard isComplete else { return }
        guard steps.count < Self.limit else {
            isComplete = false
            steps = []
            return
        }
        steps.append(step())
    }

    func draw(_ text: SetText, line: Int, x: Double, y: Double) {
        keep(.text(text, line: line, x: x, y: y))
    }

    func fill(_ colour: Colour, _ rectangles: [PageRectangle]) { keep(.fill(colour, rectangles)) }
    func begin(_ tag: String) { keep(.begin(tag)) }
    func end(_ tag: String) { keep(.end(tag)) }

    func addContents(_ name: String, page: Int, y: Double) {
        keep(.contents(name, page: page, y: y))
    }

    func drawMargins(of page: Int) { keep(.margins(page: page)) }
    func showPage() { keep(.page) }

    /// Draws everything on another canvas.
    func draw(on canvas: some PageCanvas) {
        for step in steps {
            switch step {
            case .text(let text, let line, let x, let y):
                canvas.draw(text, line: line, x: x, y: y)
            case .fill(let colour, let rectangles): canvas.fill(colour, rectangles)
            case .begin(let tag): canvas.begin(tag)
            case .end(let tag): canvas.end(tag)
            case .contents(let name, let page, let y): canvas.addContents(name, page: page, y: y)
            case .margins(let page): canvas.drawMargins(of: page)
            case .page: canvas.showPage()
            }
        }
    }
}
