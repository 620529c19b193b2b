import Redline
import RedlineAnalytics

/// Entries of the audit trail, in the form of a report.
struct AuditList {
    let report: Report

    private static let columns = [
        ReportColumn(name: "at", unit: .timestamp, summary: "When it was done."),
        ReportColumn(name: "actor", unit: .id, summary: "Who did it."),
        ReportColumn(name: "role", unit: .text, summary: "In which role."),
        ReportColumn(name: "action", unit: .text, summary: "What was done."),
        ReportColumn(name: "records", unit: .count, summary: "With how many records."),
        ReportColumn(name: "whose", unit: .text, summary: "Digests of their owners."),
        ReportColumn(name: "source", unit: .text, summary: "From which address."),
        ReportColumn(name: "query", unit: .text, summary: "A digest of what was asked."),
        ReportColumn(name: "detail", unit: .json, summary: "What else is known."),
        ReportColumn(name: "entry_id", unit: .count, summary: "The number of the entry."),
    ]

    init(_ entries: [AuditEntry], now: Timestamp) {
        report = Report(
            name: "audit",
            title: "The audit trail",
            columns: Self.columns,
            rows: entries.map(Self.cells),
            dataThrough: "\(now)",
            generatedAt: "\(now)"
        )
    }

    private static func cells(of entry: AuditEntry) -> [ReportCell] {
        [
            .text("\(entry.at)"), .text(entry.actor), .text(entry.role), .text(entry.action),
            entry.records.map { .integer(Int64($0)) } ?? .null, cell(entry.whose),
            cell(entry.source), cell(entry.query), entry.detail.map { .json($0) } ?? .null,
            .integer(Int64(entry.id)),
        ]
    }

    private static func cell(_ text: String?) -> ReportCell {
        text.map { .text($0) } ?? .null
    }
}
