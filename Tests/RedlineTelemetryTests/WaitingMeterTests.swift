import Redline
import RedlineStorage
import Testing

@testable import RedlineTelemetry

@Suite("How much waits for the rest of its trace")
struct WaitingMeterTests {
    private let owner: Owner
    private let other: Owner

    init() throws {
        owner = try #require(Owner("a@example.com"))
        other = try #require(Owner("b@example.com"))
    }

    private func meter(limit: Int) -> WaitingMeter {
        WaitingMeter(TelemetrySettings(waitingLimit: limit))
    }

    private func size(_ bytes: Int) -> WaitingSize {
        var size = WaitingSize()
        size.bytes = bytes
        size.owners = [owner: bytes]
        return size
    }

    @Test("counts what a measuring did not see, as it was not committed yet")
    func underWay() {
        let meter = meter(limit: 100)
        let (refusal, taken) = meter.take([owner: 100])
        #expect(refusal == .owners([]))
        meter.beginMeasuring()
        meter.note(size(0))
        #expect(meter.take([other: 1]).refusal == .everybody)
        // Committed now; it is counted until a measuring has begun that sees it.
        meter.end(taken)
        #expect(meter.take([other: 1]).refusal == .everybody)
        meter.beginMeasuring()
        #expect(meter.take([other: 1]).refusal == .everybody)
        meter.note(size(100))
        #expect(meter.take([other: 1]).refusal == .everybody)
        meter.beginMeasuring()
        meter.note(size(0))
        #expect(meter.take([other: 1]).refusal == .owners([]))
    }

    @Test("counts what was committed while it was measured once more, rather than not")
    func meanwhile() {
        let meter = meter(limit: 100)
        let (_, taken) = meter.take([owner: 60])
        meter.beginMeasuring()
        meter.end(taken)
        meter.note(size(60))
        #expect(meter.take([other: 1]).refusal == .everybody)
        meter.beginMeasuring()
        meter.note(size(60))
        #expect(meter.take([other: 1]).refusal == .owners([]))
    }

    @Test("counts what a measuring that failed would have seen")
    func failed() {
        let meter = meter(limit: 100)
        meter.end(meter.take([owner: 100]).taken)
        meter.beginMeasuring()
        meter.beginMeasuring()
        #expect(meter.take([other: 1]).refusal == .everybody)
        meter.note(size(0))
        #expect(meter.take([other: 1]).refusal == .owners([]))
    }

    @Test("refuses only the owner of whom too much waits, of whom nothing more is counted")
    func share() {
        let meter = meter(limit: 800)
        meter.end(meter.take([owner: 100]).taken)
        for _ in 0..<3 {
            let (refusal, taken) = meter.take([owner: 50, other: 10])
            #expect(refusal == .owners([owner]))
            #expect(taken.bytes == 10 && taken.owners == [other: 10])
            meter.end(taken)
        }
        meter.beginMeasuring()
        meter.note(size(99))
        #expect(meter.take([owner: 1]).refusal == .owners([]))
    }
}
