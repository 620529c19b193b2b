import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("Whether a message repeats the one before it")
struct MessageRepeatOrderTests {
    @Test("does not depend on the order in which messages arrive", arguments: 1...2)
    func anyOrder(seed: Int) async throws {
        var conversations = RandomConversations(seed: UInt64(seed), now: .now)
        let expected = conversations.expected()
        let records = try conversations.messages.map { try $0.prepared(at: .now) }
        #expect(expected.count { $0.hasSuffix("true") } > 20)
        let inTime = try await flags(after: [[records]])
        #expect(Difference(inTime, expected) == nil)
        let arrival = conversations.shuffled(records)
        let one = try await flags(after: [conversations.batches(of: arrival)])
        #expect(Difference(one, expected) == nil)
        let shares = (0..<3).map { share in
            stride(from: share, to: arrival.count, by: 3).map { arrival[$0] }
        }
        let three = try await flags(after: shares.map { conversations.batches(of: $0) })
        #expect(Difference(three, expected) == nil)
    }

    private func flags(after writers: [[[PreparedRecord]]]) async throws -> [String] {
        try await MigratedDatabase.with { database in
            let options = database.options
            try await withThrowingTaskGroup(of: Void.self) { group in
                for batches in writers {
                    group.addTask {
                        let writer = RecordWriter(options)
                        for batch in batches { _ = try await writer.write(batch) }
                        await writer.close()
                    }
                }
                try await group.waitForAll()
            }
            return try await database.column(
                """
                select interaction_id || ' ' || owner || ' ' || repeats_previous::text
                from redline.interaction order by 1
                """
            )
        }
    }
}
