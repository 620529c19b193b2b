import CPangoCairo
import Redline

/// The PDF that is being written, by Cairo.
final class PDFSurface: PageCanvas {
    private let context: OpaquePointer
    private let surface: OpaquePointer
    private let output: PDFOutput
    private var colour: Colour?
    /// Letters that wait to be drawn with those behind them, since each drawing has its price.
    private var glyphs: [cairo_glyph_t] = []
    private var glyphFace: PlainFace?
    private var glyphColour = Colour.ink
    /// What stands above and below a page, by its number, and where.
    private let margins: (Int) -> [(text: SetText, x: Double, y: Double)]

    init(
        width: Double,
        height: Double,
        margins: @escaping (Int) -> [(text: SetText, x: Double, y: Double)]
    ) throws(DeliverableError) {
        self.margins = margins
        output = PDFOutput()
        let target = Unmanaged.passUnretained(output).toOpaque()
        guard
            let surface = cairo_pdf_surface_create_for_stream(
                PDFOutput.receive,
                target,
                width,
                height
            ), let context = cairo_create(surface)
        else { throw .notWritten("cairo has no memory") }
        self.surface = surface
        self.context = context
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    /// What the file says of itself.
    func describe(title: String, subject: String, createdAt: Timestamp) {
        // Cairo takes no fractions of a second, and the clock's time where it takes none.
        let wholeSeconds = createdAt.milliseconds / 1_000 * 1_000_000
        let time = "\(Timestamp(microseconds: wholeSeconds))"
        let entries = [
            (CAIRO_PDF_METADATA_TITLE, title), (CAIRO_PDF_METADATA_SUBJECT, subject),
            (CAIRO_PDF_METADATA_CREATOR, "redline"),
            (CAIRO_PDF_METADATA_CREATE_DATE, time), (CAIRO_PDF_METADATA_MOD_DATE, time),
        ]
        for (kind, text) in entries { cairo_pdf_surface_set_metadata(surface, kind, text) }
    }

    func addContents(_ name: String, page: Int, y: Double) {
        _ = cairo_pdf_surface_add_outline(
            surface,
            CAIRO_PDF_OUTLINE_ROOT,
            name,
            "page=\(page) pos=[0 \(Int(y))]",
            cairo_pdf_outline_flags_t(0)
        )
    }

    func drawMargins(of page: Int) {
        for (text, x, y) in margins(page) { draw(text, line: 0, x: x, y: y) }
    }

    func draw(_ text: SetText, line: Int, x: Double, y: Double) {
        text.draw(line: line, x: x, y: y, on: self)
    }

    func showPage() {
        drawGlyphs()
        cairo_show_page(context)
        colour = nil
    }

    /// Draws a line of plain letters with its base at that place.
    func draw(
        _ line: PlainFace.Line,
        _ face: PlainFace,
        _ colour: Colour,
        x: Double,
        y: Double
    ) {
        if glyphFace !== face || glyphColour != colour {
            drawGlyphs()
            glyphFace = face
            glyphColour = colour
        }
        face.append(line, x: x, y: y, to: &glyphs)
    }

    private func drawGlyphs() {
        guard let face = glyphFace, !glyphs.isEmpty else { return }
        use(glyphColour)
        cairo_set_scaled_font(context, face.scaledFont)
        cairo_show_glyphs(context, glyphs, Int32(glyphs.count))
        glyphs.removeAll(keepingCapacity: true)
    }

    /// Draws a line that Pango set, with its base at that place.
    func draw(_ line: OpaquePointer, _ colour: Colour, x: Double, y: Double) {
        drawGlyphs()
        use(colour)
        cairo_move_to(context, x, y)
        pango_cairo_show_layout_line(context, line)
    }

    func fill(_ colour: Colour, _ rectangles: [PageRectangle]) {
        guard !rectangles.isEmpty else { return }
        drawGlyphs()
        use(colour)
        for rectangle in rectangles {
            cairo_rectangle(
                context,
                rectangle.x,
                rectangle.y,
                rectangle.width,
                rectangle.height
            )
        }
        cairo_fill(context)
    }

    private func use(_ wanted: Colour) {
        guard colour != wanted else { return }
        colour = wanted
        cairo_set_source_rgb(context, wanted.red, wanted.green, wanted.blue)
    }

    func begin(_ tag: String) {
        drawGlyphs()
        cairo_tag_begin(context, tag, nil)
    }

    func end(_ tag: String) {
        drawGlyphs()
        cairo_tag_end(context, tag)
    }

    /// Ends the file.
    func finish() throws(DeliverableError) -> [UInt8] {
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS, cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            let failed = status == CAIRO_STATUS_SUCCESS ? cairo_status(context) : status
            let reason = cairo_status_to_string(failed).map { String(cString: $0) }
            throw .notWritten("cairo: \(reason ?? "\(failed.rawValue)")")
        }
        return output.bytes
    }
}

/// Takes what Cairo writes.
private final class PDFOutput {
    var bytes: [UInt8] = []

    /// Cairo writes in many small pieces.
    init() { bytes.reserveCapacity(32 << 10) }

    static let receive:
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32
        ) -> cairo_status_t = { target, data, count in
            guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
            let output = Unmanaged<PDFOutput>.fromOpaque(target).takeUnretainedValue()
            output.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
            return CAIRO_STATUS_SUCCESS
        }
}
