import Foundation
import TestSupport
import Testing

@Suite("Statistics for comparisons, in SQL")
struct ComparisonFunctionTests {
    private func numbers(_ sql: String) async throws -> [Double?] {
        try await MigratedDatabase.with { database in
            try await database.rows(sql, role: "redline_analyst").flatMap(\.self)
                .map { $0.flatMap { Double($0) } }
        }
    }

    private func isNear(_ one: Double?, _ other: Double?, _ tolerance: Double) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return abs(one - other) <= tolerance * abs(other)
    }

    @Test("erfc is that of the C library, from end to end of its scale")
    func erfcOfTheLibrary() async throws {
        let found = try await numbers(
            "select redline.erfc(x / 64.0) from generate_series(-400, 1690) x"
        )
        #expect(found.count == 2_091)
        for (position, value) in found.enumerated() {
            let x = Double(position - 400) / 64
            #expect(isNear(value, erfc(x), 1e-14), "erfc(\(x)) is \(erfc(x))")
        }
        let ends = try await numbers(
            """
            select redline.erfc(x) from unnest(
              '{0,1e-300,-1e-300,26.6,Infinity,-Infinity,NaN,null}'::float8[]
            ) x
            """
        )
        #expect(ends == [1, 1, 1, 0, 0, 2, nil, nil])
    }

    /// By mpmath 1.4 with 40 digits, rounded to doubles.
    @Test("p-values of z are those of 40 digits, down to 1e-300")
    func normalTail() async throws {
        let expected: [(z: String, upper: Double, twoSided: Double)] = [
            ("0", 0.5, 1),
            ("0.5", 0.3085375387259869, 0.6170750774519738),
            ("1.959963984540054", 0.025000000000000015, 0.05000000000000003),
            ("-1", 0.8413447460685429, 0.3173105078629141),
            ("8", 6.220960574271784e-16, 1.2441921148543568e-15),
            ("37.04", 1.3009091878441895e-300, 2.601818375688379e-300),
        ]
        for (z, upper, twoSided) in expected {
            let found = try await numbers(
                "select redline.normal_upper_tail(\(z)), redline.two_sided_p(\(z))"
            )
            #expect(isNear(found[0], upper, 1e-12), "\(z): \(found)")
            #expect(isNear(found[1], twoSided, 1e-12), "\(z): \(found)")
        }
    }

    /// Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10.
    @Test("the interval of a difference is that of Newcombe's examples")
    func newcombe() async throws {
        let found = try await numbers(
            """
            select redline.newcombe_low(k1, n1, k2, n2), redline.newcombe_high(k1, n1, k2, n2)
            from (values
              (1, 56, 70, 48, 80), (2, 9, 10, 3, 10), (3, 6, 7, 2, 7), (4, 5, 56, 0, 29),
              (5, 0, 10, 0, 20), (6, 0, 10, 0, 10), (7, 10, 10, 0, 20), (8, 10, 10, 0, 10),
              (9, 0, 0, 1, 2)
            ) as example (number, k1, n1, k2, n2)
            order by number
            """
        )
        let published = [
            0.0524, 0.3339, 0.1705, 0.8090, 0.0582, 0.8062, -0.0381, 0.1926, -0.1611, 0.2775,
            -0.2775, 0.2775, 0.6791, 1, 0.6075, 1,
        ]
        let rounded = found.map { $0.map { ($0 * 10_000).rounded() / 10_000 } }
        #expect(rounded == published + [nil, nil])
    }

    /// By `proportions_ztest` of statsmodels 0.15.
    @Test("the p-value of two proportions is that of the score test, null where it has none")
    func twoProportions() async throws {
        let found = try await numbers(
            """
            select redline.two_proportion_p(56, 70, 48, 80), redline.two_proportion_p(9, 10, 3, 10),
              redline.two_proportion_p(3, 10, 9, 10), redline.two_proportion_p(5, 10, 50, 100),
              redline.two_proportion_p(0, 10, 0, 20), redline.two_proportion_p(10, 10, 20, 20),
              redline.two_proportion_p(0, 0, 1, 2), redline.two_proportion_p(null, 1, 1, 2)
            """
        )
        let expected: [Double?] = [
            0.00804508136819656, 0.006169899320544151, 0.006169899320544151, 1, nil, nil, nil, nil,
        ]
        #expect(found.count == 8)
        for (one, other) in zip(found, expected) { #expect(isNear(one, other, 1e-12)) }
    }

    @Test("the clustered error is the root of the variance, or stands in where there is none")
    func clustered() async throws {
        // Reviews of 1 of 1, 3 of 4 and 0 of 2: r = 4/7, residuals 3/7, 5/7 and -8/7, so that
        // var = 3/2 * (9 + 25 + 64)/49 / 49 = 3/49.
        let found = try await numbers(
            """
            select redline.clustered_variance(3, 4, 7, 10, 13, 21),
              redline.clustered_error(3, 4, 7, 10, 13, 21),
              redline.clustered_error(2, 5, 5, 13, 13, 13),
              redline.wilson_low(2, 2),
              redline.clustered_error(1, 1, 2, 1, 2, 4),
              redline.wilson_high(1, 2),
              redline.clustered_variance(1, 1, 1, 1, 1, 1),
              redline.clustered_error(0, 0, 0, 0, 0, 0)
            """
        )
        #expect(isNear(found[0], 3.0 / 49, 1e-12))
        #expect(isNear(found[1], (3.0 / 49).squareRoot(), 1e-12))
        // Two reviews without a fault: from 1 down to the Wilson interval of 2 of 2.
        #expect(isNear(found[2], found[3].map { (1 - $0) / 1.959964 }, 1e-12))
        // One review, of a half: as far as Wilson's interval of a half over one review.
        #expect(isNear(found[4], 0.5 / (1 + 1.959964 * 1.959964).squareRoot(), 1e-12))
        #expect(found[6...] == [nil, nil])
    }

    @Test("the difference of two rates has an interval and a p-value, null where an error is")
    func differences() async throws {
        let found = try await numbers(
            """
            select redline.difference_low(0.9, 0.03, 0.8, 0.04),
              redline.difference_high(0.9, 0.03, 0.8, 0.04),
              redline.difference_p(0.9, 0.03, 0.8, 0.04),
              redline.two_sided_p(2),
              redline.difference_low(0, 0.9, 1, 0.9), redline.difference_high(1, 0.9, 0, 0.9),
              redline.difference_low(0.9, null, 0.8, 0.04),
              redline.difference_p(null, 0.1, 0.8, 0.04), redline.difference_p(1, 0, 1, 0)
            """
        )
        #expect(isNear(found[0], 0.1 - 0.05 * 1.959964, 1e-12))
        #expect(isNear(found[1], 0.1 + 0.05 * 1.959964, 1e-12))
        #expect(isNear(found[2], found[3], 1e-12))
        #expect(found[4...] == [-1, 1, nil, nil, nil])
    }

    /// The fifteen p-values of Benjamini and Hochberg 1995, section 4.1, adjusted by
    /// `false_discovery_control` of SciPy 1.17 and rounded to eight places.
    @Test("p-values are adjusted as Benjamini and Hochberg do, in the order they came in")
    func benjaminiHochberg() async throws {
        let found = try await numbers(
            """
            select round(p::numeric, 8) from unnest(redline.benjamini_hochberg(
              '{0.7590,0.0004,0.0019,null,0.0095,0.0201,0.0278,0.0298,0.0344,0.0459,0.3240,0.4262,
              0.5719,0.6528,0.0001,1.0000}'
            )) p
            """
        )
        #expect(
            found == [
                0.81321429, 0.003, 0.0095, nil, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645,
                0.0765, 0.486, 0.58118182, 0.714875, 0.75323077, 0.0015, 1,
            ]
        )
        let ties = try await numbers(
            """
            select round(p::numeric, 8)
            from unnest(redline.benjamini_hochberg('{0.01,0.04,null,0.03,0.005,0.03,1,0.8}')) p
            """
        )
        #expect(ties == [0.035, 0.056, nil, 0.0525, 0.035, 0.0525, 1, 0.93333333])
        let odd = try await numbers(
            """
            select cardinality(redline.benjamini_hochberg('{}')),
              (redline.benjamini_hochberg('{null}'))[1], (redline.benjamini_hochberg('{0.7}'))[1],
              cardinality(redline.benjamini_hochberg(null))
            """
        )
        #expect(odd == [0, nil, 0.7, nil])
    }
}
