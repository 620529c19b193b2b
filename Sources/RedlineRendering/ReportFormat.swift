import Redline

/// The shapes in which a report is given out.
public enum ReportFormat: String, CaseIterable, Sendable {
    /// An aligned table for people.
    case table
    /// The bytes that `psql -X --csv` prints for the same query.
    case csv
    /// One JSON object with the rows and everything that is known about them.
    case json
    /// One JSON object a line for each row.
    case ndjson
    /// A GitHub table.
    case markdown
    /// A page that needs nothing but itself.
    case html
    /// The report's chart as a Vega-Lite specification, which notebooks draw as it is.
    case vegaLite = "vega-lite"

    /// The media type, for `Content-Type`.
    public var mediaType: String {
        switch self {
        case .table: "text/plain; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .markdown: "text/markdown; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .vegaLite: "application/vnd.vegalite.v5+json"
        }
    }

    /// The format of a media type, whose parameters do not matter; nil where there is none.
    public init?(mediaType: String) {
        let essence = Self.essence(mediaType)
        guard let format = Self.allCases.first(where: { Self.essence($0.mediaType) == essence })
        else { return nil }
        self = format
    }

    /// Whether it is a drawing, and so only for reports that declare a chart.
    public var needsChart: Bool { self == .vegaLite }

    /// The style sheet of each page, byte for byte, so that a content security policy can allow it.
    public static let styleSheet = HTMLReport.styleSheet

    private static func essence(_ mediaType: String) -> String {
        let type = mediaType.prefix { $0 != ";" }
        return String(type.filter { !$0.isWhitespace }).lowercased()
    }

    /// Renders a report as UTF-8, in pieces of moderate size.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - style: How wide a table may be, and whether it goes to a terminal; without meaning for
    ///     the other formats.
    ///   - sink: Takes the pieces, in order.
    /// - Throws: What `sink` throws.
    public func render(
        _ report: Report,
        style: TextStyle = .plain,
        to sink: ([UInt8]) throws -> Void
    ) rethrows {
        switch self {
        case .table: try sink(Array(TableReport.text(report, style).utf8))
        case .csv: try CSVReport.render(report, to: sink)
        case .json: try JSONReport.render(report, to: sink)
        case .ndjson: try NDJSONReport.render(report, to: sink)
        case .markdown: try sink(Array(MarkdownReport.text(report).utf8))
        case .html: try sink(Array(HTMLReport.text(report).utf8))
        case .vegaLite: try VegaLiteReport.render(report, to: sink)
        }
    }

    /// The whole report as text.
    public func text(_ report: Report, style: TextStyle = .plain) -> String {
        var bytes: [UInt8] = []
        render(report, style: style) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The size at which a piece is handed over.
    static let pieceSize = 64 * 1024
}
