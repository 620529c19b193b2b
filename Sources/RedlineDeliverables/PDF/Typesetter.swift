import CPangoCairo
import Redline

/// Sets texts in lines, by Pango: any script, with whichever fonts of the system can show it.
///
/// A typesetter belongs to one thread, as the fonts that Pango keeps for it do.
final class Typesetter {
    let direction: TextDirection
    private let fonts: PageFonts
    private var known: [Wanted: SetText] = [:]
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
        self.direction = direction
        fonts = try PageFonts.ofThisThread(page, language: language)
    }

    /// Sets a paragraph in lines of a width.
    ///
    /// As with cells, plain letters need no Pango; but letters that belong closer together stand so.
    func paragraph(_ text: String, _ style: TextStyle, width: Double) -> SetText {
        let text = bounded(text)
        if let face = fonts.face(style), let lines = face.kernedLines(text, within: width) {
            return .plain(lines, face, style, right: direction == .rightToLeft ? width : nil)
        }
        return set(text, style, width: width)
    }

    /// Sets a text in lines of a width; nil for one line of any width.
    private func set(_ text: String, _ style: TextStyle, width: Double?) -> SetText {
        let wanted = Wanted(text: ExactText(text), style: style, width: width)
        if let known = known[wanted] { return known }
        let isAtRight = direction == .rightToLeft
        let set = pango(bounded(text), style, width: width, right: isAtRight ? width : nil)
        // Long files are filled twice, and what is set once is there the second time.
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
        if let face = fonts.face(style), let lines = face.lines(text, within: width) {
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
        let layout = pango_layout_new(isRightToLeft ? fonts.rightToLeft : fonts.leftToRight)
        pango_layout_set_font_description(layout, fonts.description(style))
        pango_layout_set_text(layout, text, -1)
        if let width {
            pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        }
        if style == .struck { pango_layout_set_attributes(layout, fonts.struckAttributes) }
        return .lines(TextLines(layout, style, right: right))
    }

    /// The width of a text in one line.
    func width(of text: String, _ style: TextStyle) -> Double {
        if let face = fonts.face(style), let line = face.line(text) { return line.width }
        return set(text, style, width: nil).width
    }

    /// The height of a line of Latin text.
    func lineHeight(_ style: TextStyle) -> Double {
        fonts.face(style)?.height ?? set("x", style, width: nil).height
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

    /// Whether a letter belongs to a script that is written from right to left.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }
}
