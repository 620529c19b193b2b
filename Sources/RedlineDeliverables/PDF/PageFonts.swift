import CPangoCairo
import Foundation

/// The fonts of a page definition, opened, with what Pango and Cairo know of their letters.
///
/// Fonts belong to one thread. There they stay at hand for the next file, since to open them takes as
/// long as to set a page; what they have learned of letters changes nothing in a file.
final class PageFonts {
    let leftToRight: OpaquePointer
    let rightToLeft: OpaquePointer
    /// A line through the text.
    let struckAttributes: OpaquePointer
    private let plainAttributes: OpaquePointer
    private var descriptions: [OpaquePointer] = []
    private var faces: [PlainFace?] = []

    /// The fonts that this thread has opened, or opens now.
    ///
    /// - Throws: `DeliverableError` where there is no font at all.
    static func ofThisThread(
        _ page: PageDefinition,
        language: String?
    ) throws(DeliverableError) -> PageFonts {
        let wanted = Wanted(
            family: page.fontFamily,
            headingFamily: page.headingFamily,
            size: page.fontSize,
            language: language ?? "en"
        )
        let kept = Kept.ofThisThread
        if let fonts = kept.fonts[wanted] { return fonts }
        let fonts = try PageFonts(wanted)
        // Languages come with the documents: not all that ever came are kept.
        if kept.fonts.count >= Kept.limit { kept.fonts = [:] }
        kept.fonts[wanted] = fonts
        return fonts
    }

    private struct Wanted: Hashable {
        let family: String
        let headingFamily: String
        let size: Double
        let language: String
    }

    private final class Kept {
        static let limit = 8
        private static let name = "redline.page-fonts"
        var fonts: [Wanted: PageFonts] = [:]

        static var ofThisThread: Kept {
            let values = Thread.current.threadDictionary
            if let kept = values[name] as? Kept { return kept }
            let kept = Kept()
            values[name] = kept
            return kept
        }
    }

    private init(_ wanted: Wanted) throws(DeliverableError) {
        guard let fonts = pango_cairo_font_map_get_default(),
            let leftToRight = pango_font_map_create_context(fonts),
            let rightToLeft = pango_font_map_create_context(fonts),
            let struck = pango_attr_list_new(), let plain = pango_attr_list_new()
        else { throw .notWritten("pango has no memory") }
        self.leftToRight = leftToRight
        self.rightToLeft = rightToLeft
        struckAttributes = struck
        plainAttributes = plain
        pango_attr_list_insert(struck, pango_attr_strikethrough_new(1))
        pango_attr_list_insert(plain, pango_attr_font_features_new("liga=0, clig=0"))
        Self.prepare(leftToRight, PANGO_DIRECTION_LTR, wanted.language)
        Self.prepare(rightToLeft, PANGO_DIRECTION_RTL, wanted.language)
        for style in TextStyle.allCases { try open(style, wanted) }
        // Where the system has none at all, Pango gives one that cannot be drawn with.
        guard face(.body)?.isUsable == true else {
            throw .notWritten("no font is installed: apt-get install fonts-dejavu-core")
        }
    }

    deinit {
        faces = []
        for description in descriptions { pango_font_description_free(description) }
        pango_attr_list_unref(struckAttributes)
        pango_attr_list_unref(plainAttributes)
        g_object_unref(UnsafeMutableRawPointer(leftToRight))
        g_object_unref(UnsafeMutableRawPointer(rightToLeft))
    }

    /// The font of a style, as Pango takes it.
    func description(_ style: TextStyle) -> OpaquePointer { descriptions[style.rawValue] }

    /// The plain letters of a style.
    func face(_ style: TextStyle) -> PlainFace? {
        switch style {
        case .muted, .struck: faces[TextStyle.body.rawValue]
        default: faces[style.rawValue]
        }
    }

    private static func prepare(
        _ context: OpaquePointer,
        _ direction: PangoDirection,
        _ language: String
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
        if let language = pango_language_from_string(language) {
            pango_context_set_language(context, language)
        }
    }

    private func open(_ style: TextStyle, _ wanted: Wanted) throws(DeliverableError) {
        guard let description = pango_font_description_new() else {
            throw .notWritten("pango has no memory")
        }
        let family = style.isHeading ? wanted.headingFamily : wanted.family
        let size = wanted.size * style.scale
        pango_font_description_set_family(description, family)
        pango_font_description_set_absolute_size(description, size * Double(PANGO_SCALE))
        let weight = style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL
        pango_font_description_set_weight(description, weight)
        descriptions.append(description)
        guard style != .struck, style != .muted,
            let font = pango_context_load_font(leftToRight, description)
        else {
            faces.append(nil)
            return
        }
        faces.append(PlainFace(font, width: width(in: description)))
    }

    /// How wide Pango sets a text in a font, without ligatures.
    private func width(in description: OpaquePointer) -> (String) -> Double {
        { [leftToRight, plainAttributes] text in
            guard let layout = pango_layout_new(leftToRight) else { return .nan }
            defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
            pango_layout_set_font_description(layout, description)
            pango_layout_set_attributes(layout, plainAttributes)
            pango_layout_set_text(layout, text, -1)
            var extents = PangoRectangle()
            pango_layout_get_extents(layout, nil, &extents)
            return Double(extents.width) / Double(PANGO_SCALE)
        }
    }
}
