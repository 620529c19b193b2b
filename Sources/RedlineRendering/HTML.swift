/// A piece of a page.
///
/// Written as a literal with values in it. What is markup is in the literal alone: a text that is
/// put in is escaped, control characters and overrides of direction too, so that no content can
/// become markup or act on a screen.
public struct HTML: ExpressibleByStringInterpolation, Sendable {
    /// The markup.
    public private(set) var markup: String

    /// A piece without anything in it.
    public static let nothing: HTML = ""

    /// Takes a literal as markup.
    public init(stringLiteral value: String) {
        markup = value
    }

    /// Takes a literal with values in it.
    public init(stringInterpolation: StringInterpolation) {
        markup = stringInterpolation.markup
    }

    /// Escapes a text.
    public init(text: String) {
        markup = Markup.escaped(text)
    }

    /// Escapes a text whose line feeds and tabs stay.
    public init(lines text: String) {
        markup = Markup.escaped(text, keepingLines: true)
    }

    /// Escapes a text as the value of a field, which comes back as it was: nothing but markup is
    /// escaped, and line breaks so that the browser leaves them alone.
    public init(value text: String) {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#13;"
            case "\n": result += "&#10;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        markup = result
    }

    /// Takes what one of this module's renderers has made.
    init(made markup: String) {
        self.markup = markup
    }

    /// Takes a literal apart as the compiler reads it.
    public struct StringInterpolation: StringInterpolationProtocol {
        var markup = ""

        /// Begins a piece.
        public init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Takes markup.
        public mutating func appendLiteral(_ literal: String) {
            markup += literal
        }

        /// Takes a text, escaped.
        public mutating func appendInterpolation(_ text: String) {
            markup += Markup.escaped(text)
        }

        /// Takes a piece as it is.
        public mutating func appendInterpolation(_ piece: HTML) {
            markup += piece.markup
        }

        /// Takes a piece where there is one.
        public mutating func appendInterpolation(_ piece: HTML?) {
            if let piece { markup += piece.markup }
        }

        /// Takes pieces, one after the other.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { markup += piece.markup }
        }

        /// Takes a whole number, without grouping.
        public mutating func appendInterpolation(_ number: Int) {
            markup += "\(number)"
        }
    }

    /// Puts a piece behind another.
    public static func += (left: inout HTML, right: HTML) {
        left.markup += right.markup
    }
}
