/// The 95 % score interval of a rate over independent trials (Wilson 1927).
///
/// Source: Intervals in the section Accuracy of the metric definitions.
public enum Wilson {
    /// The standard normal quantile of 95 % intervals.
    public static let z = 1.959964

    /// A rate over independent trials; `nil` where there are none.
    public static func rate(_ successes: Int, of trials: Int) -> Rate? {
        guard trials > 0 else {
            return nil
        }
        return rate(Double(successes) / Double(trials), trials: trials)
    }

    /// A rate that is given as it is, with its interval; `nil` where there are no trials.
    ///
    /// The rate, 0 to 1, need not be a whole number of successes over the trials.
    public static func rate(_ rate: Double, trials: Int) -> Rate? {
        guard trials > 0 else {
            return nil
        }
        let n = Double(trials)
        let middle = rate + z * z / (2 * n)
        let half = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return Rate(
            value: rate,
            low: rate == 0 ? 0 : max(0, (middle - half) / scale),
            high: rate == 1 ? 1 : min(1, (middle + half) / scale)
        )
    }
}
