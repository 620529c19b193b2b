import Testing

@testable import Redline

@Suite("Workflow ids")
struct WorkflowIDTests {
    private static let usual = "0193b4c0-7d3e-7a51-8f00-0123456789ab"

    @Test(
        "are read with or without hyphens, in either case",
        arguments: [
            usual, "0193B4C0-7D3E-7A51-8F00-0123456789AB", "0193b4c07d3e7a518f000123456789ab",
        ]
    )
    func read(text: String) throws {
        let id = try #require(WorkflowID(text))
        #expect(id == WorkflowID(high: 0x0193_B4C0_7D3E_7A51, low: 0x8F00_0123_4567_89AB))
        #expect(id.description == Self.usual)
        #expect(id.bytes.prefix(4) == [0x01, 0x93, 0xB4, 0xC0])
        #expect(id.bytes.suffix(2) == [0x89, 0xAB])
        #expect(id.bytes.count == 16)
    }

    @Test(
        "and not otherwise",
        arguments: [
            "", "0", "0193b4c0-7d3e-7a51-8f00-0123456789a", "0193b4c0-7d3e-7a51-8f00-0123456789abc",
            "0193b4c0--7d3e-7a51-8f00-0123456789ab", "0193b4c0-7d3e7a51-8f00-0123456789ab",
            "0193b4c-07d3e-7a51-8f00-0123456789ab", "0193b4c07d3e-7a51-8f00-0123456789ab",
            "{0193b4c0-7d3e-7a51-8f00-0123456789ab}", "g193b4c0-7d3e-7a51-8f00-0123456789ab",
            " 0193b4c0-7d3e-7a51-8f00-0123456789ab", "0193b4c0_7d3e_7a51_8f00_0123456789ab",
            "0193b4c0-7d3e-7a51-8f00-0123456789-b", "\u{FF10}193b4c07d3e7a518f000123456789",
            "------------------------------------", "--------------------------------",
        ]
    )
    func refused(text: String) {
        #expect(WorkflowID(text) == nil)
    }

    @Test("made now, they carry the time to the millisecond, and are UUIDv7")
    func made() throws {
        var random = SeededGenerator(seed: 7)
        var ids: Set<WorkflowID> = []
        for text in ["1970-01-01", "2026-11-21T02:24:26.123Z", "9999-12-31T23:59:59.999Z"] {
            let time = try #require(Timestamp(text))
            for _ in 0..<100 {
                let id = WorkflowID(at: time, using: &random)
                #expect(id.time == time)
                #expect(WorkflowID(id.description) == id)
                #expect(
                    id.description[id.description.index(id.description.startIndex, offsetBy: 14)]
                        == "7"
                )
                #expect(id.low >> 62 == 2)
                ids.insert(id)
            }
        }
        #expect(ids.count == 300)
    }

    @Test("microseconds are dropped, and later ids sort behind earlier ones")
    func order() throws {
        var random = SeededGenerator(seed: 8)
        let time = try #require(Timestamp("2026-11-21T02:24:26.123999Z"))
        let one = WorkflowID(at: time, using: &random)
        #expect(one.time?.description == "2026-11-21T02:24:26.123Z")
        let next = Timestamp(microseconds: time.microseconds + 1_000)
        #expect(one.description < WorkflowID(at: next, using: &random).description)
    }

    @Test("before 1970 there is no time to carry, and other versions have none")
    func otherTimes() throws {
        var random = SeededGenerator(seed: 9)
        let early = WorkflowID(at: Timestamp(microseconds: -5_000_000), using: &random)
        #expect(early.time == Timestamp(microseconds: 0))
        #expect(WorkflowID("550e8400-e29b-41d4-a716-446655440000")?.time == nil)
        #expect(WorkflowID("0193b4c0-7d3e-7a51-0f00-0123456789ab")?.time == nil)
    }
}
