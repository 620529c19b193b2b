import Redline

extension SpoolDrain {
    /// Why a record is set aside that takes too long each time.
    static let tookTooLong = "it took too long, each time that it was tried"

    /// Writes the records of a batch one by one that took too long together, and has those wait
    /// apart that take too long alone, with all that has the same id.
    ///
    /// - Throws: What keeps the database from being used; what was written until then is settled.
    func writeSingly(_ entries: [SpoolEntry]) async throws -> Tally {
        var tally = Tally()
        var slow: Set<String> = []
        var result = Result()
        for entry in entries where !slow.contains(entry.recordID) {
            do {
                let one = try await write([entry], lane, patience.record)
                result.done += one.done
                result.refused += one.refused
            } catch let error where error.isOfSlowness {
                tally.add(try await settle(result))
                result = Result()
                try await confirmPresence()
                _ = try await spool.delay(
                    entry.recordID,
                    until: patience.delay(after: 0, from: .now)
                )
                notice(.delayed(id: entry.recordID))
                slow.insert(entry.recordID)
                tally.delayed += 1
            } catch {
                _ = try await settle(result)
                throw error
            }
        }
        tally.add(try await settle(result))
        return tally
    }

    /// Tries what is delayed whenever its time has come, beside the others.
    func runDelayed(_ failed: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do {
                if spool.hasDelayed, !presence.isAway {
                    for delay in try await spool.delays(until: .now) {
                        _ = try await write(delay)
                        if spool.isEmpty { try await spool.shrink() }
                    }
                }
            } catch is CancellationError {
                return
            } catch {
                if error.isToBeTold { failed(error) }
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Writes what is delayed under one id, in order.
    func write(_ delay: Spool.Delay) async throws -> Tally {
        var tally = Tally()
        while !(try await spool.endDelay(delay.recordID)) {
            let entries = try await spool.delayed(delay.recordID, Self.batchLimit)
            guard !entries.isEmpty else { return tally }
            do {
                let result = try await write(entries, slowLane, patience.delayed)
                tally.add(try await settle(result))
            } catch let error where error.isOfSlowness {
                try await confirmPresence()
                guard delay.attempts < patience.attempts else {
                    let refused = entries.map { (entry: $0, reason: Self.tookTooLong) }
                    tally.add(try await settle(Result(refused: refused)))
                    continue
                }
                _ = try await spool.delay(
                    delay.recordID,
                    until: patience.delay(after: delay.attempts, from: .now)
                )
                tally.delayed += 1
                return tally
            }
        }
        return tally
    }
}

extension SpoolDrain.Tally {
    /// Adds what another part of the work has moved.
    mutating func add(_ other: Self) {
        moved += other.moved
        refused += other.refused
        delayed += other.delayed
    }
}
