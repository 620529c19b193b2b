import Glibc

/// A descriptor that is closed when nobody has it any more.
final class FileDescriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}

extension FileDescriptor {
    /// Writes a new file into the folder that this is; it is on the disk, or not there.
    func write(_ bytes: [UInt8], as name: String) throws(FilesFolderError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = openat(number, name, flags, 0o600)
        guard descriptor >= 0 else { throw .ofSystem() }
        let file = FileDescriptor(descriptor)
        do throws(FilesFolderError) {
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes { all in
                    let rest = UnsafeRawBufferPointer(rebasing: all[done...])
                    return Glibc.write(file.number, rest.baseAddress, rest.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw .ofSystem(count == 0 ? ENOSPC : errno) }
                done += count
            }
            guard fsync(file.number) == 0 else { throw .ofSystem() }
        } catch {
            unlinkat(number, name, 0)
            throw error
        }
    }

    /// Reads a file of the folder that this is, so many bytes at most.
    ///
    /// - Throws: `missing`; `changed` where it is no file.
    func read(_ name: String, atMost limit: Int) throws(FilesFolderError) -> [UInt8] {
        // Without waiting, for what may be a pipe.
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let descriptor = openat(number, name, flags)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .ofSystem() }
        let file = FileDescriptor(descriptor)
        var found = stat()
        guard fstat(file.number, &found) == 0, found.st_mode & S_IFMT == S_IFREG else {
            throw .changed
        }
        var bytes = [UInt8](repeating: 0, count: limit)
        var done = 0
        while done < limit {
            let count = bytes.withUnsafeMutableBytes { all in
                let rest = UnsafeMutableRawBufferPointer(rebasing: all[done...])
                return Glibc.read(file.number, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .ofSystem() }
            if count == 0 { break }
            done += count
        }
        bytes.removeLast(limit - done)
        return bytes
    }
}
