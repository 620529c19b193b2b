import Foundation

/// A small deterministic source of randomness (SplitMix64: Steele, Lea, Flood 2014).
///
/// The draws are written out here and not taken from the standard library, whose algorithms may
/// change from one version to the next: the same seed has to give the same records.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A source of its own for one part, so that a change to that part leaves the others alone.
    mutating func fork() -> SplitMix64 {
        SplitMix64(seed: next())
    }

    /// A number in 0 ..< 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
    }

    /// One of the choices, all equally likely; there must be at least one.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[int(0...(choices.count - 1))]
    }

    /// One of the choices, each as likely as its weight says; there must be at least one.
    mutating func pick<Choice>(_ choices: [Choice], weight: (Choice) -> Double) -> Choice {
        var left = unit() * choices.reduce(0) { $0 + weight($1) }
        for choice in choices.dropLast() {
            left -= weight(choice)
            if left < 0 {
                return choice
            }
        }
        return choices[choices.count - 1]
    }

    /// A draw from the standard normal distribution (Box and Muller).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * Double.pi * unit())
    }

    mutating func logNormal(median: Double, sigma: Double) -> Double {
        median * exp(sigma * normal())
    }

    /// A whole number of about `expected`: rounded up as often as its fraction says.
    mutating func rounded(_ expected: Double) -> Int {
        let floor = expected.rounded(.down)
        return Int(floor) + (chance(expected - floor) ? 1 : 0)
    }

    /// So many lower-case hexadecimal digits.
    mutating func hex(_ digits: Int) -> String {
        var text = ""
        while text.count < digits {
            let word = String(next(), radix: 16)
            text += String(repeating: "0", count: 16 - word.count) + word
        }
        return String(text.prefix(digits))
    }
}
