import Redline

extension Report {
    /// The description without the line ends of the file that it comes from.
    var summaryOnOneLine: String {
        summary.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
