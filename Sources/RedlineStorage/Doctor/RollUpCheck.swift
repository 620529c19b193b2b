import Redline
import RedlinePostgres

/// Whether what was recorded is in the roll-ups that reports read.
struct RollUpCheck: DatabaseCheck {
    let name = "roll-ups"

    /// What waits so long, somebody should look at.
    private static let patience: Int64 = 60_000_000

    func finding(on connection: Connection) async throws -> Finding {
        finding(try await PendingRollUps(on: connection), at: .now)
    }

    func finding(_ pending: PendingRollUps, at now: Timestamp) -> Finding {
        guard pending.isBuilt else {
            return .warning(
                name,
                "The roll-ups are not made yet: reports count all records, which takes long.",
                "Start redline serve, or run redline rollup rebuild."
            )
        }
        guard let oldest = pending.oldest else {
            return .ok(name, "Everything recorded is in the roll-ups.")
        }
        let age = now.microseconds - oldest.microseconds
        let waiting =
            "\(CheckFigure.count(pending.waiting, "change")) "
            + "\(pending.waiting == 1 ? "waits" : "wait") to come into the roll-ups, the oldest for "
            + "\(CheckFigure.span(microseconds: age))."
        guard age > Self.patience else { return .ok(name, waiting) }
        return .warning(
            name,
            "\(waiting) The reports lack them so long.",
            "See whether redline serve runs, and what its log says of the roll-ups."
        )
    }
}
