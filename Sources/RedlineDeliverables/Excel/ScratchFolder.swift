import Glibc

/// A folder for files that live as long as one rendering; it goes with its content.
struct ScratchFolder: ~Copyable {
    let path: String

    /// Makes a folder in `TMPDIR`, or where that says nothing, in `/tmp`.
    ///
    /// - Parameter isSmall: Whether little goes into it. Then it lies in memory where there is a
    ///   place for that: to make and remove a dozen files on a disk takes longer than to write them.
    /// - Throws: `DeliverableError.notWritten` where no folder can be made.
    init(isSmall: Bool) throws(DeliverableError) {
        var places = ["/tmp"]
        if let named = getenv("TMPDIR"), named.pointee != 0 {
            places = [String(cString: named)]
        } else if isSmall {
            places.insert("/dev/shm", at: 0)
        }
        for place in places {
            var template = Array("\(place)/redline-deliverable.XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { continue }
            path = template.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { String(cString: $0) } ?? ""
            }
            return
        }
        throw .notWritten("no temporary folder can be made in TMPDIR or /tmp")
    }

    /// The content of one of its files.
    func content(of name: String) throws(DeliverableError) -> [UInt8] {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .notWritten("the temporary file cannot be read") }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else {
            throw .notWritten("the temporary file cannot be read")
        }
        let size = Int(facts.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                let got = read(file, start + count, size - count)
                guard got > 0 else { break }
                count += got
            }
        }
        guard bytes.count == size else { throw .notWritten("the temporary file cannot be read") }
        return bytes
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                    tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
