import Testing

@testable import RedlineSummaries

/// Slots are given back, also by whoever was cancelled.
@Suite(.timeLimit(.minutes(3))) struct RequestSlotsTests {
    @Test func whoeverWaitsAndIsCancelledLeavesTheLine() async throws {
        let slots = RequestSlots(slots: 1, waitingLimit: 1)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await slots.withSlot {
                for await _ in gate {}
                return 1
            }
        }
        let waiter = Task { try await slots.withSlot { 2 } }
        while await slots.waitingCount == 0 { await Task.yield() }
        await #expect(throws: EndpointFault.busy) { try await slots.withSlot { 3 } }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        let next = Task { try await slots.withSlot { 4 } }
        while await slots.waitingCount == 0 { await Task.yield() }
        open.finish()
        #expect(try await holder.value == 1)
        #expect(try await next.value == 4)
        #expect(try await slots.withSlot { 5 } == 5)
    }

    @Test func aCancelledTaskTakesNoSlot() async throws {
        let slots = RequestSlots(slots: 1, waitingLimit: 1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await slots.withSlot { 1 }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await slots.withSlot { 2 } == 2)
    }
}
