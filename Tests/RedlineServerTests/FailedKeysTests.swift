import Redline
import Testing

@testable import RedlineServer

@Suite("Wrong keys, by address")
struct FailedKeysTests {
    private let start = Timestamp(microseconds: 1_800_000_000_000_000)

    private func later(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: start.microseconds + Int64(seconds * 1_000_000))
    }

    @Test("block an address after a hundred, until a minute after the first")
    func blocked() {
        let failed = FailedKeys()
        for number in 0..<100 {
            #expect(!failed.isBlocked("a", at: later(Double(number) / 10)))
            failed.note("a", at: later(Double(number) / 10))
        }
        #expect(failed.isBlocked("a", at: later(59.9)))
        #expect(!failed.isBlocked("b", at: later(59.9)))
        #expect(!failed.isBlocked("a", at: later(60)))
    }

    @Test("are forgotten of all where they come from more than 10,000 addresses")
    func flood() {
        let failed = FailedKeys()
        for _ in 0..<100 { failed.note("a", at: start) }
        for number in 1..<10_000 { failed.note("\(number)", at: start) }
        #expect(failed.isBlocked("a", at: start))
        failed.note("7", at: start)
        #expect(failed.isBlocked("a", at: start))
        failed.note("one more", at: start)
        #expect(!failed.isBlocked("a", at: start))
    }
}
