import CSpawn
import Foundation

/// A pipe that a program inherits only where it is given an end of it.
public struct ClosedPipe: Sendable {
    /// Where one reads.
    public let reading: FileHandle
    /// Where one writes.
    public let writing: FileHandle

    /// Makes a pipe.
    ///
    /// - Throws: `ChildProcessError` where there are too many files open.
    public init() throws {
        var ends: [Int32] = [0, 0]
        let code = closed_pipe(&ends)
        guard code == 0 else { throw ChildProcessError(program: "a pipe", code: code) }
        reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: false)
        writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
    }

    /// Closes the ends that are open.
    public func close() {
        try? reading.close()
        try? writing.close()
    }
}
