import CSpawn
import Foundation
import Synchronization

/// A program that was started, which keeps nothing of this process but what it is given.
///
/// Foundation's `Process` learns of an end by a socket that its children inherit: one started at
/// the same moment may inherit its neighbour's, and then the neighbour seems to run on, for as long
/// as both do. Here a thread waits for each child.
public final class ChildProcess: Sendable {
    /// The process.
    public let pid: pid_t
    private let end = DispatchGroup()
    private let result = Mutex<Int32?>(nil)

    /// Starts a program: a path, or a name in `PATH`.
    ///
    /// It has this process's environment where none is given, and nothing to read, or to write to,
    /// where no descriptor is.
    ///
    /// - Throws: `ChildProcessError` where it cannot be started.
    public init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        folder: String? = nil,
        input: Int32? = nil,
        output: Int32? = nil,
        error: Int32? = nil
    ) throws {
        // By env, which looks the name up in the environment that the program gets.
        var words: [UnsafeMutablePointer<CChar>?] =
            (["env", executable] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] =
            (environment ?? ProcessInfo.processInfo.environment)
            .map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for text in words + settings { free(text) }
        }
        var pid: pid_t = 0
        let code = spawn_child(
            &pid,
            &words,
            &settings,
            folder,
            [input ?? -1, output ?? -1, error ?? -1]
        )
        guard code == 0 else { throw ChildProcessError(program: executable, code: code) }
        self.pid = pid
        end.enter()
        Thread.detachNewThread { [self, pid] in
            var state: Int32 = 0
            while waitpid(pid, &state, 0) == -1, errno == EINTR {}
            let number = state & 0x7F
            result.withLock { $0 = number == 0 ? (state >> 8) & 0xFF : -number }
            end.leave()
        }
    }

    /// The exit status once the program has ended; for a signal, its number below zero.
    public var status: Int32 {
        get async {
            await withCheckedContinuation { continuation in
                end.notify(queue: .global()) { continuation.resume() }
            }
            return ended
        }
    }

    /// Waits for the end, on this thread; gives back what `status` does.
    public func wait() -> Int32 {
        end.wait()
        return ended
    }

    /// Whether the program has not ended yet.
    public var isRunning: Bool { result.withLock { $0 == nil } }

    /// Sends the program a signal.
    public func signal(_ number: Int32) {
        kill(pid, number)
    }

    private var ended: Int32 { result.withLock { $0 ?? Int32.min } }
}

/// A program that could not be started.
public struct ChildProcessError: Error, CustomStringConvertible {
    let program: String
    let code: Int32

    /// What could not be started, and why.
    public var description: String {
        "cannot start \(program): \(String(cString: strerror(code)))"
    }
}
