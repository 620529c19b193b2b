import TestSupport

/// What is done to a service under load.
enum ChaosDisturbance: String, CaseIterable, Sendable {
    case killService = "redline is killed and started again"
    case killBoth = "redline is killed while records wait, and the postmaster with it"
    case killDatabase = "the postmaster is killed"
    case stopDatabase = "PostgreSQL is stopped and started again"
    case hangDatabase = "PostgreSQL hangs"
    case fillSpool = "the spool is full"
    case cutConnections = "clients break off within a body"

    /// A disturbance for each round: all of them, shuffled, again and again.
    static func order(_ rounds: Int, _ random: inout SplitMix64) -> [ChaosDisturbance] {
        var order: [ChaosDisturbance] = []
        while order.count < rounds { order += allCases.shuffled(using: &random) }
        return Array(order.prefix(rounds))
    }
}
