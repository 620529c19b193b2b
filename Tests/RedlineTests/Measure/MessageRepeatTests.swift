import TestSupport
import Testing

@testable import Redline

@Suite("Repeated messages")
struct MessageRepeatTests {
    @Test(
        "by hand",
        arguments: [
            ("", "", true), ("a", "", false), ("abcde", "abcdx", true), ("abcde", "abcxx", false),
            ("abcd", "abcx", false), ("0123456789", "01234567", true),
            ("0123456789", "0123456", false),
            ("Cancel my order", "cancel my order!", true), ("éééé中", "éééé文", true),
            ("where is my refund", "I want to change my flight", false),
        ]
    )
    func isRepeat(message: String, previous: String, expected: Bool) {
        #expect(MessageRepeat.isRepeat(message, of: previous) == expected)
        #expect(MessageRepeat.isRepeat(previous, of: message) == expected)
    }

    @Test("as the edit distance has it, where messages are nearly too far apart", arguments: 1...3)
    func nearCutoff(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var repeats = 0
        for letters in ["abcdefgh", "01", "aé文"].map({ Array($0) }) {
            for _ in 0..<100 {
                let previous = (0..<Int.random(in: 20...60, using: &random)).map { _ in
                    letters[Int.random(in: letters.indices, using: &random)]
                }
                var message = previous
                for _ in 0..<Int.random(in: 0...(previous.count / 3), using: &random) {
                    let place = Int.random(in: message.indices, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: message[place] = "#"
                    case 1: message.insert(letters[place % letters.count], at: place)
                    default: message.swapAt(place, message.count - 1)
                    }
                }
                let distance = EditDistance.levenshtein(String(message), String(previous))
                let expected = distance * 5 <= max(message.count, previous.count)
                #expect(MessageRepeat.isRepeat(String(message), of: String(previous)) == expected)
                repeats += expected ? 1 : 0
            }
        }
        #expect(repeats > 60 && repeats < 240)
    }

    @Test("long messages are decided exactly up to the documented length, and cost little beyond")
    func longMessages() {
        func changed(_ text: String, every step: Int) -> String {
            String(text.enumerated().map { $0.offset % step == 0 ? "#" : $0.element })
        }
        let longest = String(repeating: "abcdefghi ", count: 1_800)
        #expect(MessageRepeat.isRepeat(changed(longest, every: 6), of: longest))
        #expect(!MessageRepeat.isRepeat(changed(longest, every: 4), of: longest))
        let beyond = String(repeating: "abcdefghi ", count: 10_000)
        #expect(!MessageRepeat.isRepeat(changed(beyond, every: 6), of: beyond))
        #expect(MessageRepeat.isRepeat(beyond + "x", of: beyond))
    }
}
