import CXlsxWriter

/// What a cell looks like.
enum ExcelFormat: Hashable {
    case title
    case heading
    case header
    case label
    case text
    case changed
    case day
    case moment
    case number(WrittenAmount.Style)

    /// Writes the format into one of the library's.
    func apply(to format: UnsafeMutablePointer<lxw_format>) {
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        switch self {
        case .title:
            format_set_bold(format)
            format_set_font_size(format, 16)
        case .heading:
            format_set_bold(format)
            format_set_font_size(format, 12)
        case .header:
            format_set_bold(format)
            format_set_text_wrap(format)
            format_set_bg_color(format, 0xE8EDF3)
            format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
        case .label: format_set_bold(format)
        case .text: format_set_text_wrap(format)
        case .changed:
            format_set_text_wrap(format)
            format_set_font_color(format, 0xA0303A)
        case .day:
            format_set_num_format(format, "yyyy-mm-dd")
            format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .moment:
            format_set_num_format(format, "yyyy-mm-dd hh:mm:ss")
            format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .number(let style): format_set_num_format(format, Self.pattern(style))
        }
    }

    /// The number format of a style, such as `"$"#,##0.00`.
    private static func pattern(_ style: WrittenAmount.Style) -> String {
        guard let decimals = style.decimals else { return "General" }
        let whole = style.isGrouped ? "#,##0" : "0"
        let fraction = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals)
        func literal(_ text: String) -> String { text.isEmpty ? "" : "\"\(text)\"" }
        return literal(style.prefix) + whole + fraction + literal(style.suffix)
    }
}
