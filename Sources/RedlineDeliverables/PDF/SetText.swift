import CPangoCairo

/// A text that has been set, ready to be drawn line by line.
enum SetText {
    /// Plain letters; they end at `right`, or else start at the left.
    case plain([PlainFace.Line], PlainFace, TextStyle, right: Double?)
    case lines(TextLines)

    var lineCount: Int {
        switch self {
        case .plain(let lines, _, _, _): lines.count
        case .lines(let lines): lines.lines.count
        }
    }

    /// The width of the widest line.
    var width: Double {
        switch self {
        case .plain(let lines, _, _, _): lines.map(\.width).max() ?? 0
        case .lines(let lines): lines.width
        }
    }

    /// The height of all lines.
    var height: Double {
        switch self {
        case .plain(let lines, let face, _, _): face.height * Double(lines.count)
        case .lines(let lines): lines.lines.reduce(0) { $0 + $1.height }
        }
    }

    func height(ofLine index: Int) -> Double {
        switch self {
        case .plain(_, let face, _, _): face.height
        case .lines(let lines): lines.lines[index].height
        }
    }

    /// Draws a line with its upper left corner at that place.
    func draw(line index: Int, x: Double, y: Double, on surface: PDFSurface) {
        switch self {
        case .plain(let lines, let face, let style, let right):
            let line = lines[index]
            let offset = right.map { $0 - line.width } ?? 0
            let base = y + face.ascent
            surface.draw(line, face, style.colour, x: x + offset, y: base)
            guard style == .struck else { return }
            let strike = PageRectangle(
                x: x + offset,
                y: base - face.strike.above,
                width: line.width,
                height: face.strike.thickness
            )
            surface.fill(style.colour, [strike])
        case .lines(let lines):
            let line = lines.lines[index]
            surface.draw(line.pango, lines.style.colour, x: x + line.x, y: y + line.baseline)
        }
    }
}

/// The lines that Pango made of a text.
final class TextLines {
    /// One line: where it starts, its height, and its base from the top of it.
    struct Line {
        let pango: OpaquePointer
        let x: Double
        let height: Double
        let baseline: Double
    }

    let style: TextStyle
    private(set) var lines: [Line] = []
    let width: Double
    private let layout: OpaquePointer?

    /// Takes a layout over; its lines end at `right`, or else start at the left.
    ///
    /// Pango would let the direction of each line decide, so that one English value in an Arabic
    /// table stood on the other side.
    init(_ layout: OpaquePointer?, _ style: TextStyle, right: Double?) {
        self.layout = layout
        self.style = style
        let scale = Double(PANGO_SCALE)
        var extents = PangoRectangle()
        pango_layout_get_extents(layout, nil, &extents)
        width = Double(extents.width) / scale
        let iterator = pango_layout_get_iter(layout)
        defer { pango_layout_iter_free(iterator) }
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(iterator) else { break }
            var place = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &place)
            let height = Double(place.height) / scale
            let base = Double(pango_layout_iter_get_baseline(iterator) - place.y) / scale
            lines.append(
                Line(
                    pango: line,
                    x: right.map { $0 - Double(place.width) / scale } ?? 0,
                    height: height * PlainFace.leading,
                    baseline: base + height * (PlainFace.leading - 1) / 2
                )
            )
        } while pango_layout_iter_next_line(iterator) != 0
    }

    deinit {
        if let layout { g_object_unref(UnsafeMutableRawPointer(layout)) }
    }
}
