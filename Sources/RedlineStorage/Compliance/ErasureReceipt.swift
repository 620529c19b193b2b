import Redline
import RedlinePostgres

/// What an erasure removed: proof of it that names nobody.
public struct ErasureReceipt: Sendable, Equatable {
    /// By which it is named.
    public let id: String
    /// A salted digest of the owner's name, as the audit trail has it.
    public let ownerDigest: String
    /// Who asked for it, as the audit trail names them.
    public let requestedBy: String
    /// When they did.
    public let requestedAt: Timestamp
    /// When nothing was left; nil while it is under way.
    public let finishedAt: Timestamp?
    /// A JSON object: how many rows of each table were removed.
    public let removed: String
    /// A JSON array: the datasets that hold records of the owner.
    public let recalled: String
    /// How many files of the owner lie in the folder of files yet; none when it is finished.
    public let filesLeft: Int
    /// How many records of the owner were removed from the spool of the process that erased.
    public var spooled = 0

    init?(_ row: Row) throws(PostgresError) {
        guard let id = try row["erasure_id"].string,
            let digest = try row["owner_digest"].string,
            let requestedBy = try row["requested_by"].string,
            let requestedAt = try row["requested_at"].timestamp,
            let removed = try row["removed"].string, let recalled = try row["recalled"].string,
            let filesLeft = try row["files_left"].int
        else { return nil }
        self.id = id
        ownerDigest = digest
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        finishedAt = try row["finished_at"].timestamp
        self.removed = removed
        self.recalled = recalled
        self.filesLeft = filesLeft
    }

    /// The receipt as a JSON object.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("erasure_id")
        writer.string(id)
        writer.name("owner_digest")
        writer.string(ownerDigest)
        writer.name("requested_by")
        writer.string(requestedBy)
        writer.name("requested_at")
        writer.string("\(requestedAt)")
        writer.name("finished_at")
        if let finishedAt { writer.string("\(finishedAt)") } else { writer.null() }
        writer.name("removed")
        writer.raw(Array(removed.utf8))
        writer.name("files_left")
        writer.integer(filesLeft)
        writer.name("removed_from_spool")
        writer.integer(spooled)
        writer.name("datasets_to_recall")
        writer.raw(Array(recalled.utf8))
        writer.endObject()
        return writer.bytes
    }
}
