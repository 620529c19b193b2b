import Redline
import RedlinePostgres

/// Whether this machine and the server agree on the time.
///
/// Records get their time here and run out by the server's clock.
struct ClockCheck: DatabaseCheck {
    let name = "clock"

    private static let warningMicroseconds: Int64 = 2_000_000
    private static let problemMicroseconds: Int64 = 60_000_000

    func finding(on connection: Connection) async throws -> Finding {
        // Once for the way there: the first time it is prepared as well.
        _ = try await connection.run(.serverTime)
        let before = Timestamp.now
        let rows = try await connection.run(.serverTime)
        let after = Timestamp.now
        let server = try rows.first?["server_time"].timestamp ?? before
        return finding(server: server, before: before, after: after)
    }

    /// Judges the server's time by this machine's before and after it was asked.
    func finding(server: Timestamp, before: Timestamp, after: Timestamp) -> Finding {
        let ahead = server.microseconds - after.microseconds
        let behind = before.microseconds - server.microseconds
        let skew = max(ahead, behind)
        guard skew > Self.warningMicroseconds else {
            return .ok(name, "This machine and the database server agree on the time.")
        }
        let status: Finding.Status = skew > Self.problemMicroseconds ? .problem : .warning
        return Finding(
            name,
            status,
            "The database server's clock is \(CheckFigure.span(microseconds: skew)) "
                + "\(ahead > behind ? "ahead of" : "behind") this machine's: records get wrong times "
                + "and run out early or late.",
            advice: "Keep both clocks by NTP, such as with systemd-timesyncd or chrony."
        )
    }
}

extension RecordingStatement {
    fileprivate static let serverTime = Self("server_time")
}
