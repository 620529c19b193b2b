import CPangoCairo
import Redline

/// Sets texts in lines, by Pango: any script, with whichever fonts of the system can show it.
///
/// A typesetter belongs to one thread, as the fonts that Pango keeps for it do.
final class Typesetter {
    let direction: TextDirection
    private let contexts: (leftToRight: OpaquePointer, rightToLeft: OpaquePointer)
    private var descriptions: [OpaquePointer] = []
    private let struckAttributes: OpaquePointer
    private var known: [Wanted: SetText] = [:]
    private var faces: [TextStyle: PlainFace] = [:]
    /// Whether a text was longer than a page can do with, and was cut.
    private(set) var isCut = false

    /// The longest text that is set in one piece, in characters.
    static let textLimit = 20_000
    /// The most texts that are kept for the second time.
    private static let knownLimit = 256
    private static let mark = " … [cut]"

    init(
        _ page: PageDefinition,
        language: String?,
        direction: TextDirection
    ) throws(DeliverableError) {
        guard let fonts = pango_cairo_font_map_get_default(),
            let leftToRight = pango_font_map_create_context(fonts),
            let rightToLeft = pango_font_map_create_context(fonts),
            let attributes = pango_attr_list_new()
        else { throw .notWritten("pango has no memory") }
        self.direction = direction
        contexts = (leftToRight, rightToLeft)
        struckAttributes = attributes
        pango_attr_list_insert(attributes, pango_attr_strikethrough_new(1))
        Self.prepare(leftToRight, PANGO_DIRECTION_LTR, language)
        Self.prepare(rightToLeft, PANGO_DIRECTION_RTL, language)
        for style in TextStyle.allCases { describe(style, page) }
        guard hasFonts else {
            throw .notWritten("no font is installed: apt-get install fonts-dejavu-core")
        }
    }

    private static func prepare(
        _ context: OpaquePointer,
        _ direction: PangoDirection,
        _ language: String?
    ) {
        pango_cairo_context_set_resolution(context, 72)
        // Paper has no pixels to fit letters to.
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_base_dir(context, direction)
        if let language = pango_language_from_string(language ?? "en") {
            pango_context_set_language(context, language)
        }
    }

    deinit {
        for description in descriptions { pango_font_description_free(description) }
        pango_attr_list_unref(struckAttributes)
        g_object_unref(UnsafeMutableRawPointer(contexts.leftToRight))
        g_object_unref(UnsafeMutableRawPointer(contexts.rightToLeft))
    }

    /// Sets a text in lines of a width; nil for one line of any width.
    func set(_ text: String, _ style: TextStyle, width: Double?) -> SetText {
        let wanted = Wanted(text: ExactText(text), style: style, width: width)
        if let known = known[wanted] { return known }
        let isAtRight = direction == .rightToLeft
        let set = pango(bounded(text), style, width: width, right: isAtRight ? width : nil)
        // Pages are filled twice, and what is set once is there the second time.
        if known.count < Self.knownLimit { known[wanted] = set }
        return set
    }

    private struct Wanted: Hashable {
        let text: ExactText
        let style: TextStyle
        let width: Double?
    }

    /// Sets the text of a table's cell, or another short one.
    ///
    /// Plain letters are set without Pango, which costs a tenth and differs in nothing but the finer
    /// points of spacing.
    func cell(_ text: String, _ style: TextStyle, width: Double, isAtEnd: Bool = false) -> SetText {
        let text = bounded(text)
        let right = isAtEnd != (direction == .rightToLeft) ? width : nil
        if let face = face(style), let lines = face.lines(text, within: width) {
            return .plain(lines, face, style, right: right)
        }
        return pango(text, style, width: width, right: right)
    }

    private func pango(
        _ text: String,
        _ style: TextStyle,
        width: Double?,
        right: Double?
    ) -> SetText {
        // Where nothing is written from right to left, `2026-11-21` is not to be turned round.
        let isRightToLeft =
            direction == .rightToLeft && text.unicodeScalars.contains(where: Self.isRightToLeft)
        let layout = pango_layout_new(isRightToLeft ? contexts.rightToLeft : contexts.leftToRight)
        pango_layout_set_font_description(layout, descriptions[style.rawValue])
        pango_layout_set_text(layout, text, -1)
        if let width {
            pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        }
        if style == .struck { pango_layout_set_attributes(layout, struckAttributes) }
        return .lines(TextLines(layout, style, right: right))
    }

    /// The width of a text in one line.
    func width(of text: String, _ style: TextStyle) -> Double {
        if let face = face(style), let line = face.line(text) { return line.width }
        return set(text, style, width: nil).width
    }

    /// The height of a line of Latin text.
    func lineHeight(_ style: TextStyle) -> Double {
        face(style)?.height ?? set("x", style, width: nil).height
    }

    private func bounded(_ text: String) -> String {
        // Pango ends a text at the first zero byte, as C does.
        var text = text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
        guard text.utf8.count > Self.textLimit, text.unicodeScalars.count > Self.textLimit else {
            return text
        }
        isCut = true
        let end = text.unicodeScalars.index(text.startIndex, offsetBy: Self.textLimit)
        text = String(text.unicodeScalars[..<end]) + Self.mark
        return text
    }

    private func describe(_ style: TextStyle, _ page: PageDefinition) {
        guard let description = pango_font_description_new() else { return }
        let family = style.isHeading ? page.headingFamily : page.fontFamily
        let size = page.fontSize * style.scale
        pango_font_description_set_family(description, family)
        pango_font_description_set_absolute_size(description, size * Double(PANGO_SCALE))
        let weight = style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL
        pango_font_description_set_weight(description, weight)
        descriptions.append(description)
    }

    /// The plain letters of a style; none where they have a line through them.
    private func face(_ style: TextStyle) -> PlainFace? {
        let plain = style == .muted ? .body : style
        guard plain != .struck else { return nil }
        if let face = faces[plain] { return face }
        let description = descriptions[plain.rawValue]
        guard let font = pango_context_load_font(contexts.leftToRight, description) else {
            return nil
        }
        faces[plain] = PlainFace(font)
        return faces[plain]
    }

    /// Whether a letter belongs to a script that is written from right to left.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }

    /// Whether there is a font for plain letters.
    ///
    /// Where the system has none at all, Pango gives one that cannot be drawn with.
    private var hasFonts: Bool { face(.body)?.isUsable == true }
}
