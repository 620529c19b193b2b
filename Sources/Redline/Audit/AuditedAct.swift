/// What somebody did, for the audit trail.
///
/// It has no content: the database keeps digests of the owners and of the query alone.
public struct AuditedAct: Sendable {
    /// What was done.
    public var action: AuditAction
    /// Whose records it was about; nil for nobody's, or everybody's.
    public var owners: [String]?
    /// How many records.
    public var records: Int?
    /// By which statement and with which values, or which report; kept as a digest.
    public var query: String?
    /// What else there is to know: names of reports, formats, reasons.
    ///
    /// It has no content, and no owner.
    public var detail: [String: String]

    /// Creates a description of an act.
    public init(
        _ action: AuditAction,
        owners: [String]? = nil,
        records: Int? = nil,
        query: String? = nil,
        detail: [String: String] = [:]
    ) {
        self.action = action
        self.owners = owners
        self.records = records
        self.query = query
        self.detail = detail
    }

    /// The detail as a JSON object; nil where there is none.
    public var detailText: String? {
        guard !detail.isEmpty else { return nil }
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in detail.sorted(by: { $0.key < $1.key }) {
            writer.name(name)
            writer.string(value)
        }
        writer.endObject()
        return writer.text
    }
}
