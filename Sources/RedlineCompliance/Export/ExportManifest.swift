import Redline

/// What is in an export, with the digest of each member: the archive's last one.
struct ExportManifest {
    static let name = "manifest.json"

    let origin: ExportOrigin
    private(set) var tables: [TableExport.Outcome] = []
    var members: [ArchiveMember] = []

    init(_ origin: ExportOrigin) {
        self.origin = origin
    }

    /// The rows of all tables, but for the audit trail: that somebody asked is not held on a person.
    var records: Int {
        tables.filter { $0.table.table != "audit_entry" }.reduce(0) { $0 + $1.records }
    }

    /// How many files are not in it because they were lost.
    var lostFiles: Int { tables.reduce(0) { $0 + $1.lost } }

    mutating func add(_ table: TableExport.Outcome) {
        tables.append(table)
        members += table.members
    }

    var json: String {
        var json = JSONWriter()
        json.beginObject()
        json.name("format")
        json.string("redline owner export 1")
        json.name("owner")
        json.string(origin.owner.name)
        json.name("exported_at")
        json.string("\(origin.at)")
        json.name("asked_by")
        json.string(origin.actor.name)
        json.name("redline_version")
        json.string(redlineVersion)
        json.name("schema_version")
        json.integer(origin.schemaVersion)
        json.name("installation")
        json.string(origin.installation)
        json.name("records")
        json.integer(records)
        json.name("lost_files")
        json.integer(lostFiles)
        json.name("tables")
        json.beginArray()
        for table in tables {
            json.beginObject()
            json.name("name")
            json.string(table.table.name)
            json.name("records")
            json.integer(table.records)
            json.endObject()
        }
        json.endArray()
        json.name("members")
        json.beginArray()
        for member in members {
            json.beginObject()
            json.name("name")
            json.string(member.name)
            json.name("bytes")
            json.integer(member.byteCount)
            json.name("sha256")
            json.string(member.sha256)
            json.endObject()
        }
        json.endArray()
        json.name("left_out")
        json.beginObject()
        for (table, reason) in OwnerTable.leftOut.sorted(by: { $0.key < $1.key }) {
            json.name(table)
            json.string(reason)
        }
        json.endObject()
        json.endObject()
        return json.text + "\n"
    }
}
