import TestSupport
import Testing

extension MigratedDatabase {
    /// Returns once a session waits for another one's lock.
    func untilSomeoneWaits() async throws {
        let waiting = """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try await column(waiting) != ["0"] { return }
        }
        Issue.record("nobody waits for a lock after 30 s")
    }
}
