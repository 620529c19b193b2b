import Foundation
import Redline

/// Whether the spool can be used, and what is in it.
struct SpoolCheck {
    let folder: String
    let limit: Int
    /// The database's id, after which its spool is named; nil where the database cannot be asked.
    let installation: String?

    private static let name = "spool"
    /// From this part of the limit on, in percent, somebody should look.
    private static let warningPercent = 80

    /// Findings of the database's own spool, or of all where it is not known, and of those of other
    /// databases that hold something.
    func findings(at now: Timestamp) async -> [Finding] {
        if let reason = ExistingFolder(for: folder).obstacle {
            return [
                .problem(
                    Self.name,
                    "No spool can be made in \(folder): \(reason). While the database is away, "
                        + "records are refused.",
                    "Give the folder to the user that runs redline, or name another with --spool."
                )
            ]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let ids = names.filter { $0.hasSuffix(".sqlite") }.map { String($0.dropLast(7)) }.sorted()
        var findings: [Finding] = []
        if ids.isEmpty || installation.map({ !ids.contains($0) }) ?? false {
            findings.append(.ok(Self.name, "Nothing waits in \(folder)."))
        }
        for id in ids {
            let finding = await finding(of: id, at: now)
            let isOurs = installation == nil || id == installation
            if isOurs || finding.status > .ok { findings.append(finding) }
        }
        return findings
    }

    private func finding(of id: String, at now: Timestamp) async -> Finding {
        let path = "\(folder)/\(id).sqlite"
        do throws(SpoolError) {
            let spool = try Spool(path: path, limit: limit)
            let status = try await spool.status()
            spool.close()
            return finding(status, in: path, isOurs: installation == id, at: now)
        } catch {
            return .problem(
                Self.name,
                "\(path): \(SafeReason(error)). While the database is away, records are refused.",
                "See who owns the file and whether the disk is full; move a damaged file away."
            )
        }
    }

    private func finding(
        _ status: Spool.Status,
        in path: String,
        isOurs: Bool,
        at now: Timestamp
    ) -> Finding {
        var details: [String] = []
        var advice: [String] = []
        if status.waiting > 0 {
            let age = status.oldest.map { now.microseconds - $0.microseconds } ?? 0
            let whose = isOurs || installation == nil ? "" : " for another database"
            details.append(
                "\(CheckFigure.count(status.waiting, "record")) "
                    + "\(status.waiting == 1 ? "waits" : "wait")\(whose), the oldest for "
                    + "\(CheckFigure.span(microseconds: age))."
            )
            advice.append(
                isOurs
                    ? "See whether redline serve runs, or run redline spool drain."
                    : "Run redline spool drain with that database, once it is back."
            )
        }
        if status.refused > 0 {
            details.append(
                "\(CheckFigure.count(status.refused, "record")) "
                    + "\(status.refused == 1 ? "was" : "were") refused by the database and set aside."
            )
            advice.append(
                "Run redline spool refused, then redline spool retry or redline spool discard."
            )
        }
        if status.bytes - status.refusedBytes > status.limit / 100 * Self.warningPercent {
            details.append(
                "It takes \(CheckFigure.bytes(status.bytes)) of \(CheckFigure.bytes(status.limit)); "
                    + "at the limit, records are refused."
            )
            advice.append("Raise --spool-limit.")
        }
        guard !details.isEmpty else { return .ok(Self.name, "Nothing waits in \(path).") }
        return .warning(
            Self.name,
            "\(path): \(details.joined(separator: " "))",
            advice.joined(separator: " ")
        )
    }
}
