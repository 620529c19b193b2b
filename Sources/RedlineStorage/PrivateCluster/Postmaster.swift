import Foundation

/// What PostgreSQL wrote about itself in `postmaster.pid`.
struct Postmaster: Equatable {
    let pid: pid_t
    /// When the server was started.
    let startedAt: Date
    let port: Int
    let socketFolder: String
    /// `starting`, `ready`, `stopping` or `standby`; empty very early in the start.
    let state: String

    /// Reads the file in a data folder; nil where there is none, or it is not written out yet.
    init?(dataFolder: String) {
        guard let data = FileManager.default.contents(atPath: "\(dataFolder)/postmaster.pid") else {
            return nil
        }
        self.init(text: String(decoding: data, as: UTF8.self))
    }

    /// Reads the file's text: pid, data folder, start time, port, socket folder, address, key, state.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        // A pid below zero is that of a single-user server.
        guard let first = lines.first, let pid = pid_t(first), pid != 0 else { return nil }
        func line(_ index: Int) -> String { index < lines.count ? lines[index] : "" }
        self.pid = abs(pid)
        startedAt = Date(timeIntervalSince1970: Double(line(2)) ?? 0)
        port = Int(line(3)) ?? 0
        socketFolder = line(4)
        state = line(7)
    }

    var isReady: Bool { state == "ready" }
    var socketPath: String { "\(socketFolder)/.s.PGSQL.\(port)" }

    /// Whether any process has this pid now, be it PostgreSQL or not.
    var isPidInUse: Bool { kill(pid, 0) == 0 || errno == EPERM }

    /// Whether the process with this pid is a living PostgreSQL server of the data folder.
    func isServer(of dataFolder: String) -> Bool {
        guard isPidInUse else { return false }
        return ServerProcess(pid: pid).works(in: dataFolder)
    }
}
