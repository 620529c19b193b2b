import Redline
import RedlineDigest
import RedlinePostgres

/// The seals of a trail as they are read, one after the other.
struct AuditChain {
    private let anchors: [AuditHead]
    private let installation: String
    /// The hash that the next seal has to hold; nil after one that is missing.
    private var previous: String?
    private var last = 0
    private var lastHashes: [String: String] = [:]
    private var entries: [String: Int] = [:]
    private var withoutList: [(number: Int, week: String)] = []
    /// By week, the last seal that marks it as pruned.
    private(set) var pruned: [String: Int] = [:]

    init(installation: String, anchors: [AuditHead]) {
        self.installation = installation
        self.anchors = anchors
        previous = SHA256Digest.hexadecimal(of: Array("redline audit \(installation)".utf8))
    }

    /// Takes the next seal.
    mutating func append(_ row: Row, _ verdict: inout AuditVerdict) throws {
        guard let number = try row["number"].int, let kind = try row["kind"].string,
            let week = try row["week"].string, let count = try row["entries"].int,
            let digest = try row["digest"].string, let hash = try row["hash"].string
        else {
            try skip(to: row["list_number"].int.map { $0 + 1 } ?? 0, &verdict)
            return
        }
        verdict.seals += 1
        skip(to: number, &verdict)
        var frame = AuditFrame()
        for name in ["number", "kind", "sealed_at", "week", "entries", "digest", "previous"] {
            frame.append(try row[name].string)
        }
        if frame.digest != hash {
            verdict.add(.sealChanged(number))
        } else if let previous, try row["previous"].string != previous {
            verdict.add(.sealUnlinked(number))
        }
        if kind == "pruned" {
            let fits = digest == lastHashes[week] ?? "" && count == entries[week] ?? 0
            if !fits { verdict.add(.markWrong(number)) }
            pruned[week] = number
        } else {
            entries[week, default: 0] += count
            try checkList(row, number: number, week: week, count: count, digest, &verdict)
        }
        for anchor in anchors where anchor.number == number && anchor.hash != hash {
            verdict.add(.anchorDiffers(anchor))
        }
        lastHashes[week] = hash
        previous = hash
        last = number
    }

    /// Names the seals before a number that have not come.
    private mutating func skip(to number: Int, _ verdict: inout AuditVerdict) {
        guard number > last + 1 else { return }
        // A number may have been made up.
        for missing in (last + 1)..<min(number, last + 1 + AuditVerdict.mostBreaks) {
            verdict.add(.sealMissing(missing))
        }
        previous = nil
        last = number - 1
    }

    private mutating func checkList(
        _ row: Row,
        number: Int,
        week: String,
        count: Int,
        _ digest: String,
        _ verdict: inout AuditVerdict
    ) throws {
        guard let listed = try row["listed"].int else {
            withoutList.append((number, week))
            return
        }
        let list = try row["list"].bytes ?? []
        if listed != count || SHA256Digest.hexadecimal(of: list) != digest {
            verdict.add(.listChanged(number))
        }
    }

    /// Whether a later seal says that the entries of a seal were dropped with their week.
    func isPruned(_ number: Int, week: String) -> Bool {
        pruned[week].map { $0 > number } ?? false
    }

    /// Says what can be said when all seals have been seen.
    func end(_ verdict: inout AuditVerdict) {
        for seal in withoutList where !isPruned(seal.number, week: seal.week) {
            verdict.add(.listMissing(seal.number))
        }
        for anchor in anchors {
            if anchor.installation != installation {
                verdict.add(.anchorOfAnother(anchor))
            } else if anchor.number > last {
                verdict.add(.tailMissing(last: last, anchor: anchor))
            }
        }
        verdict.prunedWeeks = pruned.keys.sorted()
    }
}
