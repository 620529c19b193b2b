import Foundation
import Testing

@testable import Redline

@Suite("Rates and intervals")
struct IntervalTests {
    private func isClose(_ first: Double, _ second: Double) -> Bool {
        abs(first - second) <= 1e-6
    }

    @Test(
        "Wilson",
        arguments: [
            (0, 10, 0, 0.277533), (5, 10, 0.236593, 0.763407), (10, 10, 0.722467, 1),
            (1, 2, 0.094531, 0.905469), (7, 31, 0.113951, 0.398124),
        ]
    )
    func wilson(successes: Int, trials: Int, low: Double, high: Double) throws {
        let rate = try #require(Wilson.rate(successes, of: trials))
        #expect(rate.value == Double(successes) / Double(trials))
        #expect(isClose(rate.low, low) && isClose(rate.high, high), "\(rate)")
    }

    @Test("Wilson at its ends")
    func wilsonEnds() {
        #expect(Wilson.rate(0, of: 0) == nil)
        #expect(Wilson.rate(0, of: 10)?.low == 0)
        #expect(Wilson.rate(10, of: 10)?.high == 1)
    }

    @Test("clustered: 1 of 2 and 2 of 2")
    func clustered() throws {
        // r = 3/4, residuals -1/2 and 1/2, variance 2/1 · 1/2 / 16 = 1/16; logit 1.098612 ±
        // 1.959964 · (1/4)/(3/16) = 2.613285.
        var sums = ClusteredRatio()
        sums.add(1, of: 2)
        sums.add(2, of: 2)
        sums.add(0, of: 0)
        #expect(sums == ClusteredRatio(reviews: 2, k: 3, e: 4, kk: 5, ke: 6, ee: 8))
        let rate = try #require(sums.rate)
        #expect(rate.value == 0.75)
        #expect(isClose(rate.low, 1 / (1 + exp(1.514673))))
        #expect(isClose(rate.high, 1 / (1 + exp(-3.711897))))
    }

    @Test("clustered, where Wilson stands in")
    func standIns() {
        #expect(ClusteredRatio().rate == nil)
        #expect(sums([(0, 0)]).rate == nil)
        #expect(sums([(1, 2), (2, 4)]).rate == Wilson.rate(0.5, trials: 2))
        #expect(sums(Array(repeating: (0, 7), count: 10)).rate == Wilson.rate(0, trials: 10))
        #expect(sums(Array(repeating: (7, 7), count: 10)).rate == Wilson.rate(1, trials: 10))
        #expect(sums([(1, 3), (2, 6), (3, 9)]).rate == Wilson.rate(1.0 / 3, trials: 3))
        #expect(sums([(3, 4)]).rate == Wilson.rate(0.75, trials: 1))
    }

    @Test("sums add up, and large ones do not lose the variance")
    func large() throws {
        var whole = sums([(1, 2), (5, 9)])
        whole += sums([(3, 3)])
        #expect(whole == sums([(5, 9), (3, 3), (1, 2)]))
        let reviews = 2_000_000_000
        let even = ClusteredRatio(
            reviews: reviews,
            k: 3 * reviews,
            e: 4 * reviews,
            kk: 9 * reviews,
            ke: 12 * reviews,
            ee: 16 * reviews
        )
        #expect(even.rate == Wilson.rate(0.75, trials: reviews))
        let rate = try #require(
            ClusteredRatio(
                reviews: reviews,
                k: 3 * reviews / 2,
                e: 2 * reviews,
                kk: 5 * reviews / 2,
                ke: 3 * reviews,
                ee: 4 * reviews
            ).rate
        )
        // Half the reviews 1 of 2, half 2 of 2: variance n · 1/4 / (2n)² = 1 / 16n.
        let half = 1.959964 * (1 / (16 * Double(reviews))).squareRoot() / (0.75 * 0.25)
        #expect(abs(log(rate.high / (1 - rate.high)) - log(3) - half) < 1e-12)
    }

    private func sums(_ reviews: [(Int, Int)]) -> ClusteredRatio {
        reviews.reduce(into: ClusteredRatio()) { $0.add($1.0, of: $1.1) }
    }
}
