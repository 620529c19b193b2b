/// A figure as a bar of blocks, to be seen beside the figures above and below it.
enum FigureBar {
    /// The cells of a full bar.
    static let width = 8

    /// The bar of a figure where `full` is a whole one.
    ///
    /// What is not nothing has at least the thinnest block; what is nothing, or less, has none.
    static func text(_ value: Double, full: Double) -> String {
        guard value > 0, full > 0, value.isFinite, full.isFinite else { return "" }
        let eighths = Int((min(value / full, 1) * Double(width * 8)).rounded())
        let whole = String(repeating: "█", count: max(eighths, 1) / 8)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return whole + parts[max(eighths, 1) % 8]
    }
}
