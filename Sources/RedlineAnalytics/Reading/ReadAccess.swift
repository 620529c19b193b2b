import Redline

/// As whom something is read: PostgreSQL's row-level security binds the reader to it.
public struct ReadAccess: Sendable, Equatable {
    /// The role of the database that the transaction takes on.
    public let databaseRole: String
    /// The owner whose records alone may be read; nil for everybody's.
    public let owner: Owner?

    private init(_ databaseRole: String, _ owner: Owner?) {
        self.databaseRole = databaseRole
        self.owner = owner
    }

    /// One owner's own records, content included.
    public static func owner(_ owner: Owner) -> ReadAccess { ReadAccess("redline_owner", owner) }
    /// Figures of all owners, without content.
    public static let analyst = ReadAccess("redline_analyst", nil)
    /// Corrections of all owners.
    public static let miner = ReadAccess("redline_miner", nil)
    /// Records of all owners, to export, hold and erase them.
    public static let compliance = ReadAccess("redline_compliance", nil)
    /// Everything.
    public static let admin = ReadAccess("redline_admin", nil)

    /// Whether content is shown, rather than masked.
    var showsContent: Bool { self != .analyst }

    var settings: [String: String] { ["redline.owner": owner?.name ?? ""] }
}
