/// How one column of a text table is laid out.
public struct TextTableColumn: Hashable, Sendable {
    /// The side at which a column's cells are lined up.
    public enum Alignment: Sendable {
        /// For text.
        case left
        /// For figures.
        case right
    }

    /// What stands above the column.
    public var heading: String
    /// The side at which the cells are lined up.
    public var alignment: Alignment
    /// The width down to which the cells may be shortened; nil where they never are.
    public var minimumWidth: Int?
    /// Whether the column names its row, so that it is repeated where a table is split.
    public var isKey: Bool

    /// Makes a column.
    public init(
        _ heading: String,
        alignment: Alignment = .left,
        minimumWidth: Int? = nil,
        isKey: Bool = false
    ) {
        self.heading = heading
        self.alignment = alignment
        self.minimumWidth = minimumWidth
        self.isKey = isKey
    }

    /// A column of text, which may be shortened.
    public static func text(_ heading: String, isKey: Bool = false) -> TextTableColumn {
        TextTableColumn(heading, minimumWidth: 12, isKey: isKey)
    }

    /// A column of ids, which people copy: it is never cut.
    public static func id(_ heading: String, isKey: Bool = false) -> TextTableColumn {
        TextTableColumn(heading, isKey: isKey)
    }

    /// A column of figures, which never are.
    public static func figure(_ heading: String) -> TextTableColumn {
        TextTableColumn(heading, alignment: .right)
    }
}
