import CPangoCairo

/// A font's letters for plain Latin text, at hand by their codes.
///
/// Most cells of a table hold a few such letters, and need none of what Pango does for a text.
final class PlainFace {
    /// The height of a line.
    let height: Double
    let ascent: Double
    /// How far above the base the upper edge of a line through the text is, and its thickness.
    let strike: (above: Double, thickness: Double)
    let scaledFont: OpaquePointer
    private let font: OpaquePointer
    /// Glyphs and widths by the slots of their letters; a width below zero is not known yet.
    private var glyphs = [UInt](repeating: 0, count: PlainFace.slots)
    private var advances = [Double](repeating: -1, count: PlainFace.slots)

    /// Latin letters, then dashes, quotes and the like.
    private static let slots = 0x180 + 0x2B

    /// The place of a letter that can stand beside any other without a change to either; -1 for all
    /// others.
    @inline(__always)
    private static func slot(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x180: Int(scalar.value)
        case 0x2010...0x2027, 0x2030...0x203A: Int(scalar.value) - 0x2010 + 0x180
        default: -1
        }
    }

    /// What comes between two letters of ASCII, by both; NaN where it is not known yet.
    ///
    /// Empty until the first text wants it.
    private var kerns: [Double] = []
    private var otherKerns: [Int: Double] = [:]
    /// The width of a text as Pango sets it, with all that the font says.
    private let measured: (String) -> Double

    /// The space that lines have in addition.
    static let leading = 1.15

    /// Takes a font of Pango's over.
    init?(_ font: OpaquePointer, width measured: @escaping (String) -> Double) {
        self.font = font
        self.measured = measured
        guard let scaled = pango_cairo_font_get_scaled_font(font) else { return nil }
        scaledFont = scaled
        var extents = cairo_font_extents_t()
        cairo_scaled_font_extents(scaled, &extents)
        height = (extents.ascent + extents.descent) * Self.leading
        let metrics = pango_font_get_metrics(font, nil)
        defer { pango_font_metrics_unref(metrics) }
        strike = (
            Double(pango_font_metrics_get_strikethrough_position(metrics)) / Double(PANGO_SCALE),
            Double(pango_font_metrics_get_strikethrough_thickness(metrics)) / Double(PANGO_SCALE)
        )
        ascent = extents.ascent + (extents.ascent + extents.descent) * (Self.leading - 1) / 2
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(font)) }

    /// Whether anything can be drawn with the font.
    var isUsable: Bool {
        cairo_scaled_font_status(scaledFont) == CAIRO_STATUS_SUCCESS && height > 0
    }

    /// A line of plain text: its letters, and its width.
    struct Line {
        let text: Substring.UnicodeScalarView
        let width: Double
        var isKerned = false
    }

    /// The text as one line; nil where it is not plain.
    func line(_ text: String) -> Line? {
        var width = 0.0
        for scalar in text.unicodeScalars {
            let slot = Self.slot(scalar)
            guard slot >= 0 else { return nil }
            width += advance(slot, scalar)
        }
        return width.isFinite ? Line(text: text[...].unicodeScalars, width: width) : nil
    }

    /// The text in lines that end at blanks; nil where it is not plain, or has a word that is wider
    /// than there is room.
    func lines(_ text: String, within room: Double) -> [Line]? {
        guard let whole = line(text) else { return nil }
        guard whole.width > room else { return [whole] }
        return broken(whole.text, room, isKerned: false) { _, _ in 0 }
    }

    /// The same, with letters as close to each other as the font says.
    func kernedLines(_ text: String, within room: Double) -> [Line]? {
        guard let whole = line(text) else { return nil }
        return broken(whole.text, room, isKerned: true, kern)
    }

    @inline(__always)
    private func broken(
        _ letters: Substring.UnicodeScalarView,
        _ room: Double,
        isKerned: Bool,
        _ kern: (Unicode.Scalar, Unicode.Scalar) -> Double
    ) -> [Line]? {
        var lines: [Line] = []
        var start = letters.startIndex
        var width = 0.0
        /// The last blank of the line and the width before it.
        var blank: (place: String.Index, width: Double)?
        var last: Unicode.Scalar?
        var place = start
        while place < letters.endIndex {
            let scalar = letters[place]
            if scalar == " " { blank = (place, width) }
            if let last { width += kern(last, scalar) }
            width += advance(Self.slot(scalar), scalar)
            if width > room, scalar != " " {
                guard let end = blank else { return nil }
                lines.append(
                    Line(text: letters[start..<end.place], width: end.width, isKerned: isKerned)
                )
                start = letters.index(after: end.place)
                place = start
                width = 0
                blank = nil
                last = nil
            } else {
                place = letters.index(after: place)
                last = scalar
            }
        }
        lines.append(Line(text: letters[start...], width: width, isKerned: isKerned))
        return lines
    }

    /// Adds the letters of a line with its base at that place.
    func append(_ line: Line, x: Double, y: Double, to drawn: inout [cairo_glyph_t]) {
        var place = x
        var last: Unicode.Scalar?
        for scalar in line.text {
            let slot = Self.slot(scalar)
            if line.isKerned {
                if let last { place += kern(last, scalar) }
                last = scalar
            }
            drawn.append(cairo_glyph_t(index: glyphs[slot], x: place, y: y))
            place += advances[slot]
        }
    }

    /// What comes between two letters beside their widths; mostly it is below zero, or nothing.
    private func kern(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Double {
        guard first.isASCII, second.isASCII else {
            let pair = Self.slot(first) * Self.slots + Self.slot(second)
            if let known = otherKerns[pair] { return known }
            let kern = learnKern(first, second)
            otherKerns[pair] = kern
            return kern
        }
        if kerns.isEmpty { kerns = [Double](repeating: .nan, count: 128 * 128) }
        let pair = Int(first.value) << 7 | Int(second.value)
        if kerns[pair].isNaN { kerns[pair] = learnKern(first, second) }
        return kerns[pair]
    }

    private func learnKern(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Double {
        let widths = advance(Self.slot(first), first) + advance(Self.slot(second), second)
        let kern = measured(String(first) + String(second)) - widths
        // What is less than can be seen comes of rounding.
        return abs(kern) >= height / 1_000 && kern.isFinite ? kern : 0
    }

    @inline(__always)
    private func advance(_ slot: Int, _ scalar: Unicode.Scalar) -> Double {
        let known = advances[slot]
        return known < 0 ? learn(slot, scalar) : known
    }

    /// Finds out about a letter; one that the font lacks is infinitely wide, and so fits nowhere.
    private func learn(_ slot: Int, _ scalar: Unicode.Scalar) -> Double {
        var found: UnsafeMutablePointer<cairo_glyph_t>?
        var count: Int32 = 0
        let status = cairo_scaled_font_text_to_glyphs(
            scaledFont,
            0,
            0,
            String(scalar),
            -1,
            &found,
            &count,
            nil,
            nil,
            nil
        )
        defer { cairo_glyph_free(found) }
        advances[slot] = .infinity
        if status == CAIRO_STATUS_SUCCESS, count == 1, var glyph = found?.pointee, glyph.index != 0
        {
            var size = cairo_text_extents_t()
            cairo_scaled_font_glyph_extents(scaledFont, &glyph, 1, &size)
            glyphs[slot] = UInt(glyph.index)
            advances[slot] = size.x_advance
        }
        return advances[slot]
    }
}
