import Testing

@testable import RedlineServer

@Suite("The memory for bodies")
struct MemoryBudgetTests {
    @Test("is shared by all requests; who asks for more than is left is told to come again")
    func shared() async throws {
        let budget = MemoryBudget(100)
        try await budget.withAccount { first in
            try first.take(60)
            try await budget.withAccount { second in
                try second.take(40)
                let problem = #expect(throws: Problem.self) { try second.take(1) }
                #expect(problem?.status == .serviceUnavailable)
                #expect(problem?.code == "unavailable")
            }
            // What the second had is back.
            try first.take(40)
        }
        try await budget.withAccount { try $0.take(100) }
    }

    @Test("is given back also by a request that fails")
    func failing() async throws {
        struct Failure: Error {}
        let budget = MemoryBudget(100)
        await #expect(throws: Failure.self) {
            try await budget.withAccount { account in
                try account.take(100)
                throw Failure()
            }
        }
        try await budget.withAccount { try $0.take(100) }
    }
}
