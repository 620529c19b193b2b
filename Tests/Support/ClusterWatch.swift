import Foundation

/// A child that outlives this process by a moment, to stop the server and remove its folder.
///
/// It reads from a pipe that only this process can write to; the end of the process, in whatever
/// way, is the end of the pipe.
enum ClusterWatch {
    // In a session of its own and deaf to signals, as an interrupt goes to the whole group.
    private static let script = """
        trap '' INT TERM HUP
        read -r _
        pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
        if [ -n "$pid" ]; then
            kill -QUIT "$pid" 2>/dev/null
            tries=0
            while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do
                sleep 0.05
                tries=$((tries + 1))
            done
        fi
        rm -rf "$1"
        """

    static func start(folder: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw TestClusterError("no pipe: errno \(errno)") }
        // Neither the server nor a program under test may keep the pipe open.
        for end in ends {
            guard fcntl(end, F_SETFD, FD_CLOEXEC) == 0 else {
                throw TestClusterError("fcntl: errno \(errno)")
            }
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["setsid", "sh", "-c", script, "sh", folder]
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: false)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        close(ends[0])
        // The writing end stays open until the process ends.
    }
}
