import Foundation
import TestSupport
import Testing

/// What is answered is in the database once, whatever happens to redline and to PostgreSQL.
///
/// `REDLINE_CHAOS_ROUNDS` says how many disturbances there are, `REDLINE_CHAOS_SEED` in which order.
@Suite("Chaos")
struct ChaosTests {
    /// The most memory that the service may have, in bytes.
    private static let memoryLimit = 300 << 20

    @Test("every promise is kept, once, under load and disturbances", .timeLimit(.minutes(30)))
    func promises() async throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["REDLINE_CHAOS_ROUNDS"].flatMap { Int($0) } ?? 4
        let seed =
            environment["REDLINE_CHAOS_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0...999_999)
        let service = try ChaosService()
        print("chaos: \(rounds) rounds, seed \(seed)")
        do {
            try await run(ChaosRun(service: service), rounds, seed)
        } catch {
            await service.remove()
            throw error
        }
        await service.remove()
    }

    private func run(_ run: ChaosRun, _ rounds: Int, _ seed: UInt64) async throws {
        let workers = try await run.prepare()
        var random = SplitMix64(seed: seed)
        let order = ChaosDisturbance.order(rounds, &random)
        try await withThrowingTaskGroup { group in
            for worker in workers { group.addTask { try await worker.run(seed) } }
            group.addTask { try await run.intrude() }
            // Also where a round fails: the senders would go on for ever.
            defer { run.orders.end() }
            for (number, disturbance) in order.enumerated() {
                let start = ContinuousClock.now
                try await run.disturb(disturbance, workers[0], &random)
                let seconds = (start.duration(to: .now) / .seconds(1))
                    .formatted(.number.precision(.fractionLength(1)))
                print("chaos: \(number + 1) \(disturbance.rawValue): \(seconds) s")
            }
            run.orders.end()
            try await group.waitForAll()
        }
        try await run.drained()
        try await run.check()
        let complaints = run.ledger.complaints
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(5))")
        #expect(try await run.service.end(SIGTERM) == 0, "SIGTERM ends the service gracefully")
        let memory = run.service.memory
        #expect(memory > 0 && memory < Self.memoryLimit, "\(memory) bytes")
        print("\(run.ledger.tally)\nmemory    \(memory >> 20) MiB at most, of a process of redline")
    }
}
