import Redline
import RedlineAnalytics

extension JSONWriter {
    /// One entry of the audit trail.
    mutating func auditEntry(_ entry: AuditEntry) {
        beginObject()
        name("entry_id")
        integer(entry.id)
        name("at")
        string("\(entry.at)")
        name("actor")
        string(entry.actor)
        name("role")
        string(entry.role)
        name("action")
        string(entry.action)
        name("whose")
        if let whose = entry.whose {
            beginArray()
            for digest in whose.split(separator: " ") { string(String(digest)) }
            endArray()
        } else {
            null()
        }
        name("source")
        optional(entry.source)
        name("records")
        if let records = entry.records { integer(records) } else { null() }
        name("query")
        optional(entry.query)
        name("detail")
        raw(entry.detail ?? "null")
        endObject()
    }
}
