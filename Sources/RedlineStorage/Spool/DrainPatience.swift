import Redline

/// How long a drain waits for what, and how it goes on with records that took too long.
struct DrainPatience: Sendable {
    /// How long a batch may take.
    var batch = Duration.seconds(30)
    /// How long a record may take alone, after its batch took too long.
    var record = Duration.seconds(5)
    /// How long a record may take that was delayed, beside all others.
    var delayed = Duration.seconds(600)
    /// How long the database may take to say that it is there.
    var answer = DurableWriter.standardPatience
    /// How long a record is delayed the first time; each time after that twice as long.
    var firstDelay = Duration.seconds(60)
    /// The longest delay.
    var longestDelay = Duration.seconds(3_600)
    /// After so many times a record is set aside.
    var attempts = Self.attemptLimit

    static let attemptLimit = 24

    /// Until when a record is delayed that has been so often before.
    func delay(after attempts: Int, from now: Timestamp) -> Timestamp {
        var delay = firstDelay
        for _ in 0..<attempts where delay < longestDelay { delay = min(delay * 2, longestDelay) }
        return Timestamp(microseconds: now.microseconds + Int64(delay / .microseconds(1)))
    }
}
