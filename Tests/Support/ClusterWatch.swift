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
        // Neither the server nor a program under test may keep the pipe open.
        let pipe = try ClosedPipe()
        _ = try ChildProcess(
            "setsid",
            ["sh", "-c", script, "sh", folder],
            folder: "/",
            input: pipe.reading.fileDescriptor
        )
        try pipe.reading.close()
        // The writing end stays open until the process ends.
    }
}
