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
