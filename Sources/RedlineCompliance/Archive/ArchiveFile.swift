import Foundation
import RedlineDigest

/// A file that is written front to back, with the digest of all that went into it.
final class ArchiveFile {
    private let descriptor: Int32
    private let stream = SHA256Stream()
    private(set) var byteCount = 0
    /// The number of the error that stopped it; 0 where all is well.
    private(set) var failure: Int32 = 0

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes bytes; how many, or -1.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        var rest = bytes
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                failure = errno
                return -1
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        stream.update(bytes)
        byteCount += bytes.count
        return bytes.count
    }

    /// The SHA-256 of the file; nothing can be written afterwards.
    func finish() -> String { stream.finish() }
}
