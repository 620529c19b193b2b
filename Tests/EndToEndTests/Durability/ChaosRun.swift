import Foundation
import TestSupport
import Testing

/// Senders at work, and one disturbance after another.
struct ChaosRun: Sendable {
    let service: ChaosService
    let ledger = ChaosLedger()
    let orders = ChaosWorker.Orders()

    private static let workerCount = 8
    private static let bigSize = 100_000

    /// Makes the cluster and the keys, and gives back the senders.
    func prepare() async throws -> [ChaosWorker] {
        _ = try await service.redline(["db", "start"])
        let owners = ["a@chaos.example", "b@chaos.example"]
        var keys: [String] = []
        for owner in owners {
            let arguments = ["keys", "create", "--role", "owner", "--owner", owner]
            keys.append(try await service.redline(arguments))
        }
        keys.append(try await service.redline(["keys", "create", "--role", "recorder"]))
        try await service.start()
        return (0..<Self.workerCount).map { number in
            let kind = number % keys.count
            return ChaosWorker(
                number: number,
                owner: kind < owners.count ? owners[kind] : "w\(number)@chaos.example",
                key: keys[kind],
                service: service,
                ledger: ledger,
                orders: orders
            )
        }
    }

    /// Disturbs, lets the senders feel it, makes it good, and waits until all is well again.
    func disturb(
        _ disturbance: ChaosDisturbance,
        _ worker: ChaosWorker,
        _ random: inout SplitMix64
    ) async throws {
        try await more(.committed, Int.random(in: 1...40, using: &random))
        switch disturbance {
        case .killService:
            #expect(try await service.end(SIGKILL) == -SIGKILL)
            try await service.start()
        case .killBoth:
            try service.killPostmaster()
            try await more(.spooled, 20)
            #expect(try await service.end(SIGKILL) == -SIGKILL)
            // It finds its database dead, and records on the disk.
            try await service.start()
        case .killDatabase:
            try service.killPostmaster()
            try await more(.spooled, 20)
            _ = try await service.redline(["db", "start"])
        case .stopDatabase:
            _ = try await service.redline(["db", "stop"])
            try await more(.spooled, 20)
            _ = try await service.redline(["db", "start"])
        case .hangDatabase:
            try service.signalDatabase(SIGSTOP)
            // Sometimes it is back before anybody has lost patience, mostly it is not.
            try await Task.sleep(for: .milliseconds(Int.random(in: 3_000...8_000, using: &random)))
            try service.signalDatabase(SIGCONT)
        case .fillSpool:
            _ = try await service.redline(["db", "stop"])
            orders.size = Self.bigSize
            try await more(.busy, 5)
            orders.size = ChaosWorker.Orders.standardSize
            _ = try await service.redline(["db", "start"])
        case .cutConnections:
            for number in 0..<10 {
                try await worker.breakOff("cut-\(random.next())-\(number)", &random)
            }
        }
        try await more(.committed, 40)
    }

    /// Comes with a key that nobody knows, again and again: only the database can say so.
    func intrude() async throws {
        let record = try ChaosRecord.interaction("intruder", owner: "nobody@chaos.example", size: 5)
        while !orders.isOver {
            let request = HTTPRequest(
                method: "POST",
                path: record.path,
                headers: ["Authorization": "Bearer rl_\(String(repeating: "x", count: 43))"],
                body: Array(record.body.utf8)
            )
            if let answer = try? await service.client.send(request),
                ![401, 503].contains(answer.status)
            {
                ledger.complain("an unknown key: \(answer.status) \(answer.text)")
            }
            // Fewer than the hundred a minute after which the service would say something else.
            try await Task.sleep(for: .milliseconds(700))
        }
    }

    /// Waits until so many more attempts had that answer.
    private func more(_ answer: ChaosAnswer, _ count: Int) async throws {
        let goal = ledger.count(answer) + count
        try await ChaosService.wait("\(count) more answers are \(answer.rawValue)") {
            ledger.count(answer) >= goal ? true : nil
        }
    }

    /// Waits until nothing waits on disk any more.
    func drained() async throws {
        try await ChaosService.wait("the spool is empty") {
            let status = try await service.redline(["spool", "status"])
            return status.hasPrefix("waiting   0\n") ? true : nil
        }
        let status = try await service.redline(["spool", "status"])
        #expect(status.contains("\nrefused   0\n"), "\(status)")
    }

    /// Compares the database with what the senders were told.
    func check() async throws {
        var stored: [ChaosRecord.Key: [String]] = [:]
        let interactions = try await service.rows(
            "select interaction_id, user_message from redline.interaction"
        )
        for row in interactions {
            stored[.interaction(row[0] ?? ""), default: []].append(row[1] ?? "")
        }
        let stages = try await service.rows(
            "select workflow_id::text, stage, revision, record::text from redline.export_stage"
        )
        for row in stages {
            let (stage, revision) = (row[1].flatMap { Int($0) }, row[2].flatMap { Int($0) })
            let key = ChaosRecord.Key.stage(
                workflow: row[0] ?? "",
                stage: stage ?? 0,
                revision: revision ?? 0
            )
            stored[key, default: []].append(row[3] ?? "")
        }
        var missing: [ChaosRecord.Key] = []
        var changed: [ChaosRecord.Key] = []
        var unfinished: [ChaosRecord.Key] = []
        for (key, entry) in ledger.entries {
            let found = stored[key] ?? []
            if found.isEmpty, entry.isPromised { missing.append(key) }
            if !found.isEmpty, entry.answers == [.cut] { unfinished.append(key) }
            let content = try entry.record.content
            if found.contains(where: { $0 != content }) { changed.append(key) }
        }
        let twice = stored.filter { $0.value.count > 1 }.map(\.key)
        let unknown = stored.keys.filter { ledger.entries[$0] == nil }
        #expect(missing.isEmpty, "answered and not stored: \(missing.prefix(9))")
        #expect(changed.isEmpty, "stored with other content: \(changed.prefix(9))")
        #expect(unfinished.isEmpty, "stored without their end: \(unfinished.prefix(9))")
        #expect(twice.isEmpty, "stored twice: \(twice.prefix(9))")
        #expect(unknown.isEmpty, "never sent: \(unknown.prefix(9))")
        #expect(ledger.entries.values.filter(\.isPromised).count > 100)
        try await checkRollUps()
    }

    /// Counts afresh what the roll-ups have; the service has kept them up through all of it.
    private func checkRollUps() async throws {
        let waiting = try await service.rows("select count(*) from redline.rollup_pending")
        let rows = try await service.rows(
            "select sum(revisions) from redline.rollup_review where dimension = ''"
        )
        print("chaos: \(rows[0][0] ?? "no") revisions rolled up, \(waiting[0][0] ?? "") wait")
        #expect(rows[0][0].flatMap { Int($0) } ?? 0 > 0)
        _ = try await service.redline(["rollup", "verify"])
    }
}
