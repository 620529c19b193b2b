/// An AI model with its true accuracy, and with what it says of itself.
struct DemoModel: Sendable {
    let name: String
    let weight: Double
    /// Probability that a value is read wrongly.
    let errorRate: Double
    /// Probability that a list lacks an element, or holds one too many.
    let listErrorRate: Double
    /// Mean confidence where the model is right, and where it is wrong.
    let confidence: (right: Double, wrong: Double)
    /// Spread of the confidence where the model is wrong; it is half as much where it is right.
    let spread: Double
    let secondsMedian: Double
    let tokensPerLeaf: Double
    /// What clients report as its accuracy, whatever it is.
    let reportedAccuracy: Double

    static let all = [
        DemoModel(
            name: "gpt-4o",
            weight: 0.45,
            errorRate: 0.018,
            listErrorRate: 0.06,
            confidence: (0.94, 0.86),
            spread: 0.09,
            secondsMedian: 2.4,
            tokensPerLeaf: 42,
            reportedAccuracy: 0.97
        ),
        DemoModel(
            name: "claude-sonnet-4-5",
            weight: 0.35,
            errorRate: 0.010,
            listErrorRate: 0.03,
            confidence: (0.95, 0.66),
            spread: 0.12,
            secondsMedian: 3.1,
            tokensPerLeaf: 47,
            reportedAccuracy: 0.98
        ),
        DemoModel(
            name: "llama-3.3-70b-local",
            weight: 0.20,
            errorRate: 0.036,
            listErrorRate: 0.12,
            confidence: (0.92, 0.91),
            spread: 0.05,
            secondsMedian: 7.5,
            tokensPerLeaf: 51,
            reportedAccuracy: 0.96
        ),
    ]

    /// The model's confidence in something that it read rightly or wrongly.
    func confidence(isRight: Bool, _ random: inout SplitMix64) -> Double {
        let mean = isRight ? confidence.right : confidence.wrong
        let drawn = mean + random.normal() * (isRight ? spread / 2 : spread)
        return min(0.999, max(0.05, drawn))
    }
}
