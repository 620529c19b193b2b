import Foundation

/// A process, asked through `/proc` whether it is PostgreSQL at work on a data folder.
struct ServerProcess {
    let pid: pid_t

    /// Whether this is a living PostgreSQL process whose data folder this is (not a zombie).
    func works(in dataFolder: String) -> Bool {
        // Every process of PostgreSQL works in its data folder.
        var folder = stat()
        var workplace = stat()
        guard stat(dataFolder, &folder) == 0 else { return false }
        if stat("/proc/\(pid)/cwd", &workplace) == 0 {
            return workplace.st_dev == folder.st_dev && workplace.st_ino == folder.st_ino
                && text("comm").hasPrefix("postgres")
        }
        // Root in a container may not look there, but anyone may read the command line.
        let words = text("cmdline").split(separator: "\0").map(String.init)
        guard let program = words.first, program.hasSuffix("/postgres") else { return false }
        return zip(words, words.dropFirst()).contains { $0 == "-D" && $1 == dataFolder }
    }

    /// The program that the process runs, where it can be seen.
    var program: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
    }

    /// All processes that work on a data folder.
    static func all(in dataFolder: String) -> [ServerProcess] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.map { ServerProcess(pid: $0) }
            .filter { $0.works(in: dataFolder) }
    }

    private func text(_ name: String) -> String {
        // Files in /proc have no size to allocate by, so they are read to their end.
        guard let file = FileHandle(forReadingAtPath: "/proc/\(pid)/\(name)") else { return "" }
        defer { try? file.close() }
        let data = (try? file.readToEnd()) ?? nil
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
