import Redline
import RedlinePostgres

/// Of whom, of which database and of which instant an export is, and who asked.
struct ExportOrigin: Sendable {
    let owner: Owner
    let actor: AuditActor
    let at: Timestamp
    let installation: String
    let schemaVersion: Int

    init(on connection: isolated Connection, owner: Owner, actor: AuditActor) throws {
        let row = try connection.execute(ComplianceStatement("origin").file.sql).first
        self.owner = owner
        self.actor = actor
        at = Timestamp(microseconds: try row?["at"].microsecondsSinceEpoch ?? 0)
        installation = try row?["installation"].string ?? ""
        schemaVersion = try row?["schema_version"].int ?? 0
    }
}
