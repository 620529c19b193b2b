import Redline

/// The formats that a deliverable can be rendered in.
public enum DeliverableFormat: String, Sendable, CaseIterable {
    /// One JSON object with everything.
    case json
    /// A table as of RFC 4180.
    case csv
    /// An Excel workbook, `.xlsx`.
    case excel
    /// Pages to print and to read.
    case pdf

    /// The format of that name (`export_format`), in upper or lower case; `xlsx` is `excel`.
    public init?(name: String) {
        let name = name.lowercased()
        self.init(rawValue: name == "xlsx" ? "excel" : name)
    }

    /// The media type of files of this format.
    public var mediaType: String { FileFormat.mimeType(of: rawValue) }

    /// The ending of their names.
    public var fileExtension: String {
        self == .excel ? "xlsx" : rawValue
    }
}
