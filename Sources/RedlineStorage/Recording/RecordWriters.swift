import Redline

/// Several writers that share the work: each has owners of its own, so that they never wait for each
/// other's workflows and threads.
struct RecordWriters: Sendable {
    private let writers: [RecordWriter]

    init(_ writers: [RecordWriter]) {
        precondition(!writers.isEmpty, "records need a writer")
        self.writers = writers
    }

    /// Writes records; the outcomes are in the order of the records.
    ///
    /// Stages that name no owner come last, when the workflows that they belong to are written.
    func write(_ records: [PreparedRecord]) async throws -> [RecordOutcome] {
        var parts = [[Int]](repeating: [], count: writers.count)
        var withoutOwner: [Int] = []
        for (position, prepared) in records.enumerated() {
            if let owner = prepared.record.owner {
                let share = UInt(bitPattern: owner.hashValue) % UInt(writers.count)
                parts[Int(share)].append(position)
            } else {
                withoutOwner.append(position)
            }
        }
        var outcomes = [RecordOutcome?](repeating: nil, count: records.count)
        try await withThrowingTaskGroup(of: ([Int], [RecordOutcome]).self) { group in
            for (writer, part) in zip(writers, parts) where !part.isEmpty {
                group.addTask { (part, try await writer.write(part.map { records[$0] })) }
            }
            for try await (part, written) in group {
                for (position, outcome) in zip(part, written) { outcomes[position] = outcome }
            }
        }
        if !withoutOwner.isEmpty {
            let written = try await writers[0].write(withoutOwner.map { records[$0] })
            for (position, outcome) in zip(withoutOwner, written) { outcomes[position] = outcome }
        }
        return outcomes.compactMap(\.self)
    }
}
