import Redline

/// An axis: the figures that it spans, and the round ones that are marked on it.
struct ChartScale: Equatable {
    let low: Double
    let high: Double
    let ticks: [Double]

    /// Spans the figures, out to round ones, in about so many steps.
    ///
    /// Nothing is always on it, as lengths need. Times are marked in minutes and hours.
    init(_ figures: [Double], unit: ReportUnit, steps: Int = 5) {
        let least = min(figures.min() ?? 0, 0)
        let most = max(figures.max() ?? 1, 0)
        let span = most > least ? most - least : max(most.magnitude, 1)
        let step = Self.step(span / Double(max(steps, 1)), unit)
        let first = (least / step).rounded(.down)
        var last = (most / step).rounded(.up)
        if last <= first { last = first + 1 }
        low = first * step
        high = last * step
        // One multiplication a mark, so that none drifts from its round figure.
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// Where a figure lies between the ends: 0 to 1.
    func place(_ value: Double) -> Double {
        min(max((value - low) / (high - low), 0), 1)
    }

    /// The mark as text.
    func label(_ tick: Double, _ unit: ReportUnit) -> String {
        let step = ticks.count > 1 ? ticks[1] - ticks[0] : 1
        switch unit {
        case .seconds: return HumanDuration(seconds: tick).description
        case .milliseconds: return HumanDuration(milliseconds: tick).description
        case .ratio:
            return GroupedNumber(tick * 100, places: Self.places(step * 100)).description + " %"
        default: return GroupedNumber(tick, places: Self.places(step)).description
        }
    }

    /// The places that it takes to tell the marks apart.
    private static func places(_ step: Double) -> Int {
        var places = 0
        var step = step
        while step < 0.999, places < 9 {
            step *= 10
            places += 1
        }
        return places
    }

    private static func step(_ least: Double, _ unit: ReportUnit) -> Double {
        let clock: [Double] = [
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600,
            43_200,
            86_400,
        ]
        let second: Double = unit == .milliseconds ? 1_000 : 1
        if [.seconds, .milliseconds].contains(unit), least > second,
            let step = clock.first(where: { $0 * second >= least })
        {
            return step * second
        }
        var power: Double = 1
        while power * 10 <= least, power < 1e300 { power *= 10 }
        while power > least, power > 1e-300 { power /= 10 }
        let round = [1, 2, 5, 10].first { $0 * power >= least * 0.999_999 } ?? 10
        let step = round * power
        // A count has no halves.
        return unit == .count ? max(step.rounded(), 1) : step
    }
}
