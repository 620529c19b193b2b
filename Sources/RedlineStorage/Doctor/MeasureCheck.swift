import Redline
import RedlinePostgres

/// Whether what was recorded is measured.
struct MeasureCheck: DatabaseCheck {
    let name = "measures"

    /// What waits so long, somebody should look at.
    private static let patience: Int64 = 600_000_000

    func finding(on connection: Connection) async throws -> Finding {
        finding(try await PendingMeasures(on: connection), at: .now)
    }

    func finding(_ pending: PendingMeasures, at now: Timestamp) -> Finding {
        let age = pending.oldest.map { now.microseconds - $0.microseconds } ?? 0
        let waiting =
            "\(CheckFigure.count(pending.waiting, "stage")) "
            + "\(pending.waiting == 1 ? "waits" : "wait") to be measured, the oldest for "
            + "\(CheckFigure.span(microseconds: age))."
        if pending.setAside > 0 {
            return .warning(
                name,
                (pending.waiting > 0 ? "\(waiting) " : "")
                    + "\(CheckFigure.count(pending.setAside, "stage")) could not be measured in "
                    + "\(PendingMeasures.tryLimit) tries, and the reports lack "
                    + "\(pending.setAside == 1 ? "it" : "them").",
                "The log of redline serve says why; redline measure tries again."
            )
        }
        guard pending.waiting > 0 else { return .ok(name, "Everything recorded is measured.") }
        guard age > Self.patience else { return .ok(name, waiting) }
        return .warning(
            name,
            "\(waiting) The reports lack them so long.",
            "See whether redline serve runs, or run redline measure."
        )
    }
}
