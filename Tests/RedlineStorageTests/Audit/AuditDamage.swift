import RedlineStorage
import TestSupport

/// What somebody with all rights could do to a trail of seals of four entries each: how, and what is
/// to be found first.
struct AuditDamage {
    let script: String
    let first: AuditBreak

    private static let columns = [
        ("actor", "'key:other'"), ("role", "'owner'"), ("action", "'migrate'"),
        ("whose", "array['00']"), ("whose", "'{}'"), ("source", "'10.0.0.1'"), ("records", "99"),
        ("records", "null"), ("query", "'00'"), ("query", "null"), ("detail", "'{}'"),
        ("detail", "null"), ("at", "at + interval '1 microsecond'"),
    ]

    private static let sealColumns = [
        ("kind", "'pruned'"), ("sealed_at", "sealed_at - interval '1 microsecond'"),
        ("week", "week - 7"), ("entries", "entries + 1"), ("digest", "sha256('')"),
        ("previous", "sha256('')"), ("hash", "sha256('')"),
    ]

    /// A damage at random to a trail of that many seals.
    static func random(seals: Int, _ random: inout SplitMix64) -> AuditDamage {
        let id = Int.random(in: 1...(seals * 4), using: &random)
        let seal = (id - 1) / 4 + 1
        let other = id % (seals * 4) + 1
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1:
            let (name, value) = columns[Int.random(in: 0..<columns.count, using: &random)]
            return AuditDamage(
                script: "update redline.audit_entry set \(name) = \(value) where entry_id = \(id)",
                first: .entryChanged(id, seal: seal)
            )
        case 2:
            return AuditDamage(
                script: "delete from redline.audit_entry where entry_id = \(id)",
                first: .entryMissing(id, seal: seal)
            )
        case 3:
            return AuditDamage(
                script: """
                    insert into redline.audit_entry
                    select at, 9999, actor, role, action, whose, source, records, query, detail
                    from redline.audit_entry where entry_id = \(id)
                    """,
                first: .entryInserted(9999)
            )
        case 4:
            return AuditDamage(
                script: """
                    update redline.audit_entry set entry_id = case entry_id
                      when \(id) then \(other) else \(id) end
                    where entry_id in (\(id), \(other))
                    """,
                first: .entryChanged(min(id, other), seal: (min(id, other) - 1) / 4 + 1)
            )
        case 5, 6:
            let (name, value) = sealColumns[Int.random(in: 0..<sealColumns.count, using: &random)]
            return AuditDamage(
                script: "update redline.audit_seal set \(name) = \(value) where number = \(seal)",
                first: .sealChanged(seal)
            )
        case 7:
            return AuditDamage(
                script: "delete from redline.audit_seal where number = \(seal)",
                first: .sealMissing(seal)
            )
        case 8:
            let next = seal % seals + 1
            return AuditDamage(
                script: """
                    update redline.audit_seal set number = number + 1000 where number in (\(seal), \(next));
                    update redline.audit_seal set number = case number
                      when \(seal + 1000) then \(next) else \(seal) end
                    where number > 1000
                    """,
                first: .sealChanged(min(seal, next))
            )
        case 9:
            let list =
                Bool.random(using: &random)
                ? "entry_ids = entry_ids[2:], digests = digests[2:]"
                : "entry_ids = array(select unnest(entry_ids) order by 1 desc)"
            return AuditDamage(
                script: "update redline.audit_seal_member set \(list) where number = \(seal)",
                first: .listChanged(seal)
            )
        case 10:
            return AuditDamage(
                script: "delete from redline.audit_seal_member where number = \(seal)",
                first: .listMissing(seal)
            )
        default:
            // A seal that fits itself again, and no longer those around it.
            return AuditDamage(
                script: """
                    update redline.audit_seal set previous = sha256('') where number = \(seal);
                    update redline.audit_seal seal set hash = redline.audit_seal_hash(seal)
                    where number = \(seal)
                    """,
                first: .sealUnlinked(seal)
            )
        }
    }
}
