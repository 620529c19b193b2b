import Redline
import RedlinePostgres
import RedlineStorage
import TestSupport
import Testing

@Suite("Verifying the audit trail")
struct AuditVerificationTests {
    @Test("finds nothing in a trail that nobody has touched")
    func whole() async throws {
        try await AuditedDatabase.with(seals: 3) { audited in
            let verdict = try await audited.trail.verify()
            #expect(verdict.breaks == [])
            #expect(verdict.seals == 3)
            #expect(verdict.entries == 12)
            #expect(verdict.waiting == 0)
            #expect(verdict.head?.number == 3)
        }
    }

    @Test("seals what waits before it looks")
    func waiting() async throws {
        try await AuditedDatabase.with { audited in
            #expect(try await audited.trail.head() == nil)
            try await audited.record(5)
            let verdict = try await audited.trail.verify()
            #expect(verdict.breaks == [])
            #expect([verdict.seals, verdict.entries, verdict.waiting] == [1, 5, 0])
        }
    }

    @Test("names the first break, whatever somebody with all rights changes, removes or puts in")
    func damages() async throws {
        let seals = 5
        try await AuditedDatabase.with(seals: seals) { audited in
            try await audited.keepCopy()
            var random = SplitMix64(seed: 20_261_121)
            for number in 0..<80 {
                let damage = AuditDamage.random(seals: seals, &random)
                try await audited.damage(damage.script)
                let verdict = try await audited.trail.verify()
                #expect(verdict.breaks.first == damage.first, "\(number): \(damage.script)")
                try await audited.restoreCopy()
            }
            #expect(try await audited.trail.verify().breaks == [])
        }
    }

    @Test("finds what was changed or removed before it was sealed")
    func beforeSealing() async throws {
        try await AuditedDatabase.with(seals: 1) { audited in
            try await audited.record(2)
            try await audited.damage(
                """
                update redline.audit_entry set actor = '' where entry_id = 5;
                delete from redline.audit_entry where entry_id = 6;
                """
            )
            let verdict = try await audited.trail.verify()
            #expect(verdict.breaks == [.entryChanged(5, seal: 2), .entryMissing(6, seal: 2)])
        }
    }

    @Test("finds an end that was cut off, and a trail that was rewritten, against an anchor alone")
    func anchors() async throws {
        try await AuditedDatabase.with(seals: 4) { audited in
            let anchor = try #require(try await audited.trail.head())
            let line = "\(anchor)"
            #expect(AuditHead(line) == anchor)
            try await audited.record(1)
            #expect(try await audited.trail.verify(against: [anchor]).breaks == [])
            try await audited.keepCopy()
            try await audited.damage(
                """
                delete from redline.audit_seal where number > 3;
                delete from redline.audit_seal_member where number > 3;
                delete from redline.audit_entry where entry_id > 12;
                """
            )
            #expect(try await audited.trail.verify().breaks == [])
            #expect(
                try await audited.trail.verify(against: [anchor]).breaks
                    == [.tailMissing(last: 3, anchor: anchor)]
            )
            try await audited.restoreCopy()
            try await audited.damage(Self.rewriting(from: 2))
            #expect(try await audited.trail.verify().breaks == [])
            #expect(
                try await audited.trail.verify(against: [anchor]).breaks == [.anchorDiffers(anchor)]
            )
            let other = AuditHead(
                installation: "other",
                number: 1,
                hash: anchor.hash,
                sealedAt: anchor.sealedAt
            )
            let strange = try await audited.trail.verify(against: [other]).breaks
            #expect(strange.contains(.anchorOfAnother(other)))
        }
    }

    @Test("goes on after old weeks were dropped, and a drop that nobody announced is damage")
    func pruning() async throws {
        try await AuditedDatabase.with { audited in
            for weeks in [5, 4, 3] {
                try await audited.recordPast(weeks: weeks)
                try await audited.recordPast(weeks: weeks)
                try await audited.trail.seal()
            }
            try await audited.record(2)
            #expect(try await audited.trail.verify().entries == 8)
            let parts = try await audited.partitions()
            let before = Timestamp.now.adding(days: -21)
            #expect(try await audited.trail.prune(before: before, by: .user("root")) == 2)
            #expect(try await audited.trail.prune(before: before, by: .user("root")) == 0)
            #expect(try await audited.partitions() == Array(parts.dropFirst(2)))
            let verdict = try await audited.trail.verify()
            #expect(verdict.breaks == [])
            #expect(verdict.prunedWeeks.count == 2)
            // Two of the third week, two of today, and that the others were pruned.
            #expect(verdict.entries == 5)
            let told = try await audited.database.rows(
                "select actor, records from redline.audit_entry where action = 'prune_audit'"
            )
            #expect(told == [["user:root", "2"]])
            try await audited.damage("drop table redline.\(parts[2])")
            let broken = try await audited.trail.verify().breaks
            #expect(broken == [.entryMissing(5, seal: 3), .entryMissing(6, seal: 3)])
        }
    }

    @Test("takes a drop that was interrupted for what it is, and the next one ends it")
    func interruptedPruning() async throws {
        try await AuditedDatabase.with { audited in
            try await audited.recordPast(weeks: 4)
            try await audited.recordPast(weeks: 3)
            try await audited.record(1)
            let parts = try await audited.partitions()
            let before = Timestamp.now.adding(days: -14)
            try await audited.database.run("select redline.mark_audit_pruned('\(before)')")
            #expect(try await audited.trail.verify().breaks == [])
            try await audited.database.run("drop table redline.\(parts[0])")
            #expect(try await audited.trail.verify().breaks == [])
            #expect(try await audited.trail.prune(before: before, by: .user("root")) == 2)
            #expect(try await audited.trail.verify().breaks == [])
            #expect(try await audited.partitions() == Array(parts.dropFirst(2)))
        }
    }

    @Test("finds a mark that does not fit what was there, and an entry in a week that was dropped")
    func forgedMark() async throws {
        try await AuditedDatabase.with(seals: 1) { audited in
            try await audited.recordPast(weeks: 4)
            try await audited.trail.prune(
                before: Timestamp.now.adding(days: -14),
                by: .user("root")
            )
            try await audited.trail.seal()
            try await audited.keepCopy()
            try await audited.damage(
                """
                update redline.audit_seal set entries = 7 where kind = 'pruned';
                update redline.audit_seal seal set hash = redline.audit_seal_hash(seal)
                where kind = 'pruned'
                """
            )
            #expect(try await audited.trail.verify().breaks.first == .markWrong(3))
            try await audited.restoreCopy()
            try await audited.recordPast(weeks: 4)
            try await audited.damage("delete from redline.audit_pending")
            let verdict = try await audited.trail.verify()
            #expect(verdict.breaks.map { "\($0)".hasSuffix("it was put in") } == [true])
        }
    }

    /// All seals from one on, made anew over an entry that was changed: what only an anchor can find.
    private static func rewriting(from seal: Int) -> String {
        """
        update redline.audit_entry set actor = 'key:other' where entry_id = \(seal * 4);
        do $$
        declare
          link redline.audit_seal;
        begin
          for link in select * from redline.audit_seal where number >= \(seal) order by number loop
            update redline.audit_seal_member member
            set digests = array(
              select redline.audit_digest(entry) from redline.audit_entry entry
              where entry.entry_id = any (member.entry_ids) order by entry.entry_id
            )
            where number = link.number;
            update redline.audit_seal set digest = (
              select sha256(convert_to(
                string_agg(id || ':' || encode(digest, 'hex') || e'\\n', '' order by id), 'UTF8'
              ))
              from redline.audit_seal_member, unnest(entry_ids, digests) as item (id, digest)
              where number = link.number
            ), previous = (select hash from redline.audit_seal where number = link.number - 1)
            where number = link.number;
            update redline.audit_seal seal set hash = redline.audit_seal_hash(seal)
            where number = link.number;
          end loop;
        end $$;
        """
    }
}

extension AuditedDatabase {
    fileprivate func partitions() async throws -> [String] {
        try await database.column(
            """
            select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
            where inhparent = 'redline.audit_entry'::regclass order by relname
            """
        )
    }
}
