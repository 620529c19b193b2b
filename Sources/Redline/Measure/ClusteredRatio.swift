import Foundation

/// The sums from which the rate of a figure that clusters within documents follows, with its
/// cluster-robust interval.
///
/// Each review brings `k` of `e`, such as its kept of its extracted fields. The sums add up across
/// days and owners. Source: Intervals in the section Accuracy of the metric definitions.
public struct ClusteredRatio: Hashable, Sendable {
    /// The number of reviews with `e` above 0.
    public private(set) var reviews: Int
    /// The sum of `k`.
    public private(set) var k: Int
    /// The sum of `e`.
    public private(set) var e: Int
    /// The sum of `k²`.
    public private(set) var kk: Int
    /// The sum of `k · e`.
    public private(set) var ke: Int
    /// The sum of `e²`.
    public private(set) var ee: Int

    /// The sums of some reviews, of none unless told.
    public init(reviews: Int = 0, k: Int = 0, e: Int = 0, kk: Int = 0, ke: Int = 0, ee: Int = 0) {
        self.reviews = reviews
        self.k = k
        self.e = e
        self.kk = kk
        self.ke = ke
        self.ee = ee
    }

    /// Adds a review with `k` of `e`; one without any `e` does not count.
    public mutating func add(_ k: Int, of e: Int) {
        guard e > 0 else {
            return
        }
        self += ClusteredRatio(reviews: 1, k: k, e: e, kk: k * k, ke: k * e, ee: e * e)
    }

    /// Adds the sums of other reviews.
    public static func += (left: inout ClusteredRatio, right: ClusteredRatio) {
        left.reviews += right.reviews
        left.k += right.k
        left.e += right.e
        left.kk += right.kk
        left.ke += right.ke
        left.ee += right.ee
    }

    /// The ratio `sum(k) / sum(e)` with its interval; `nil` where no review counts.
    ///
    /// The interval is taken on the logit scale. Where that is undefined (fewer than two reviews,
    /// no variance, a ratio of 0 or 1), the Wilson interval of the ratio over the reviews stands
    /// in.
    public var rate: Rate? {
        guard reviews > 0 else {
            return nil
        }
        let ratio = Double(k) / Double(e)
        let spread = self.spread
        guard reviews > 1, spread > 0, k != 0, k != e else {
            return Wilson.rate(ratio, trials: reviews)
        }
        let n = Double(reviews)
        let half = Wilson.z * (n / (n - 1) * spread).squareRoot() / (ratio * (1 - ratio))
        return Rate(
            value: ratio,
            low: 1 / (1 + exp(half) * (1 - ratio) / ratio),
            high: 1 / (1 + exp(-half) * (1 - ratio) / ratio)
        )
    }

    /// `sum((k - ratio · e)²) / sum(e)²`, with exact sums: cancellation must not make a variance of
    /// nothing.
    private var spread: Double {
        let (k, e) = (Int128(k), Int128(e))
        let terms = [
            (e * e).multipliedReportingOverflow(by: Int128(kk)),
            (2 * k * e).multipliedReportingOverflow(by: -Int128(ke)),
            (k * k).multipliedReportingOverflow(by: Int128(ee)),
        ]
        var sum: Int128 = 0
        for term in terms {
            let (next, isTooLarge) = sum.addingReportingOverflow(term.partialValue)
            guard !term.overflow, !isTooLarge else {
                return approximateSpread
            }
            sum = next
        }
        let total = Double(self.e)
        return Double(sum) / total / total / total / total
    }

    private var approximateSpread: Double {
        let ratio = Double(k) / Double(e)
        let squares = Double(kk) - 2 * ratio * Double(ke) + ratio * ratio * Double(ee)
        return max(0, squares) / Double(e) / Double(e)
    }
}
