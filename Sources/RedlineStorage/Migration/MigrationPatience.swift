/// How long a migration waits for tables that others use.
struct MigrationPatience: Sendable {
    /// How long it waits for one lock, and with it all who come behind it.
    ///
    /// Less than the second after which PostgreSQL looks for deadlocks: it is mostly the migration
    /// that steps back from one, and not who records.
    var lockMilliseconds: Int
    /// How long those who waited have the tables for themselves before the next try.
    var pause: Duration
    /// After how long it gives up.
    var total: Duration

    /// Half a second for a lock, a second's pause, and ten minutes in all.
    static let standard = MigrationPatience(
        lockMilliseconds: 500,
        pause: .seconds(1),
        total: .seconds(600)
    )
}
