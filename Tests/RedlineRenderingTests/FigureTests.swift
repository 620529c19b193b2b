import RedlineRendering
import Testing

@Suite("Figures for people")
struct FigureTests {
    @Test(
        "Percentages",
        arguments: [
            (0, "0.0 %"), (1, "100.0 %"), (0.8333333333333334, "83.3 %"), (0.0004, "<0.1 %"),
            (-0.0004, ">-0.1 %"), (0.0005, "0.1 %"), (0.9996, ">99.9 %"), (0.9994, "99.9 %"),
            (-0.9996, "<-99.9 %"), (1.0004, "100.0 %"), (-0.25, "-25.0 %"), (12.345, "1,234.5 %"),
            (1e300, "1e+302 %"), (.nan, "nan %"),
        ]
    )
    func percent(ratio: Double, expected: String) {
        #expect("\(Percent(ratio))" == expected)
    }

    @Test(
        "Time spans",
        arguments: [
            (0, "0 s"), (0.00001, "<0.1 ms"), (0.0003, "0.3 ms"), (0.002, "2 ms"),
            (0.0099, "9.9 ms"),
            (0.00996, "10 ms"), (0.34, "340 ms"), (0.9994, "999 ms"), (0.9996, "1 s"),
            (1.2, "1.2 s"),
            (59.94, "59.9 s"), (59.97, "1 min"), (285, "4 min 45 s"), (3599.4, "59 min 59 s"),
            (3599.6, "1 h"), (11_520, "3 h 12 min"), (86_399, "1 d"), (90_000, "1 d 1 h"),
            (106_617_600, "1,234 d"), (-285, "-4 min 45 s"), (1e18, "1e+18 s"),
            (.infinity, "inf s"),
        ]
    )
    func duration(seconds: Double, expected: String) {
        #expect("\(HumanDuration(seconds: seconds))" == expected)
    }

    @Test("Milliseconds")
    func milliseconds() {
        #expect("\(HumanDuration(milliseconds: 1234.5))" == "1.2 s")
        #expect("\(HumanDuration(milliseconds: 12))" == "12 ms")
    }

    @Test(
        "Integers",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (-999, "-999"),
            (Int64.min, "-9,223,372,036,854,775,808"),
        ]
    )
    func integers(value: Int64, expected: String) {
        #expect("\(GroupedNumber(value))" == expected)
    }

    @Test(
        "Rounded numbers",
        arguments: [
            (1234.5678, 2, "1,234.57"), (0.005, 2, "0.01"), (-0.001, 2, "0.00"), (2.5, 0, "3"),
            (0.05, 3, "0.050"), (1e20, 1, "1e+20"),
        ]
    )
    func rounded(value: Double, places: Int, expected: String) {
        #expect("\(GroupedNumber(value, places: places))" == expected)
    }
}
