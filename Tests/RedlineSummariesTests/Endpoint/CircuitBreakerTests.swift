import Testing

@testable import RedlineSummaries

/// The states of a circuit breaker, by a clock that is handed in.
@Suite struct CircuitBreakerTests {
    /// A circuit breaker behind a reference, so that an expectation may ask it.
    private final class Circuit {
        var breaker = CircuitBreaker()

        init(openedAt seconds: Int? = nil) {
            guard let seconds else { return }
            for _ in 0..<CircuitBreaker.failureLimit { breaker.failed(at: .seconds(seconds)) }
        }

        func admits(_ seconds: Double) -> Bool { breaker.admits(at: .seconds(seconds)) }
    }

    @Test func onlyFailuresInARowOpenIt() {
        let circuit = Circuit()
        for _ in 0..<20 {
            for _ in 1..<CircuitBreaker.failureLimit { circuit.breaker.failed(at: .zero) }
            circuit.breaker.succeeded()
        }
        #expect(circuit.admits(0))
        #expect(circuit.admits(0))
    }

    @Test func itOpensForAWhileAndThenLetsOnePass() {
        let circuit = Circuit(openedAt: 100)
        #expect(!circuit.admits(100))
        #expect(!circuit.admits(114))
        #expect(circuit.admits(115))
        #expect(!circuit.admits(115))
        circuit.breaker.succeeded()
        #expect(circuit.breaker == CircuitBreaker())
    }

    @Test func eachFailedTrialDoublesTheRestUpToALimit() {
        let circuit = Circuit(openedAt: 0)
        var now = 0.0
        for rest in [15.0, 30, 60, 120, 240, 240] {
            #expect(!circuit.admits(now + rest - 0.001))
            now += rest
            #expect(circuit.admits(now))
            circuit.breaker.failed(at: .seconds(now))
        }
    }

    @Test func whatWasSentBeforeItOpenedSaysNothing() {
        let circuit = Circuit(openedAt: 0)
        circuit.breaker.succeeded()
        circuit.breaker.failed(at: .seconds(10))
        #expect(!circuit.admits(14))
        #expect(circuit.admits(15))
    }

    @Test func aTrialThatWasGivenUpMakesRoomForAnother() {
        let circuit = Circuit(openedAt: 0)
        #expect(circuit.admits(15))
        circuit.breaker.abandoned(at: .seconds(16))
        #expect(circuit.admits(16))
        #expect(!circuit.admits(16))
    }
}
