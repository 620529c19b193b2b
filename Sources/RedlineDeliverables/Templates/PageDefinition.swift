/// The page that a template is set on: paper, margins, fonts, and what stands above and below.
///
/// Lengths are in points, 72 to an inch.
public struct PageDefinition: Sendable, Equatable {
    /// The width of the paper.
    public var width = 595.28
    /// The height of the paper.
    public var height = 841.89
    /// The space above the text.
    public var topMargin = 62.0
    /// The space below the text.
    public var bottomMargin = 62.0
    /// The space at the left and at the right.
    public var sideMargin = 56.0
    /// The family of the text; what it cannot show, other fonts of the system do.
    public var fontFamily = "DejaVu Sans"
    /// The family of the headings.
    public var headingFamily = "DejaVu Sans"
    /// The size of the text.
    public var fontSize = 9.0
    /// What stands above every page: a mustache text, empty for nothing.
    public var header = ""
    /// What stands below every page: a mustache text, empty for nothing.
    public var footer = "{{title}} · {{page}} / {{pages}}"

    /// A4, upright.
    public init() {}
}
