import Foundation
import RedlineDigest
import RedlineGzip

/// A file that is written line by line, and that goes on where it was when its writer broke off.
///
/// It has another name until it is done. A packed file is a row of gzip members, each ended where
/// the lines say so and not the clock: the same lines give the same bytes, broken off or not.
final class DatasetFile {
    let url: URL
    private let isPacked: Bool
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    /// The bytes that are in the file.
    private(set) var offset: UInt64

    /// So many bytes are gathered before they are written.
    static let bufferBytes = 1 << 20

    /// Opens the file at an offset; what is behind it goes.
    ///
    /// - Throws: `DatasetFileError` where it cannot be written.
    init(_ url: URL, isPacked: Bool, offset: UInt64) throws(DatasetFileError) {
        self.url = url
        self.isPacked = isPacked
        self.offset = offset
        let partial = Self.partial(url)
        do {
            if offset == 0 {
                guard FileManager.default.createFile(atPath: partial.path, contents: nil) else {
                    throw DatasetFileError(path: partial.path)
                }
            }
            handle = try FileHandle(forUpdating: partial)
            guard try handle.seekToEnd() >= offset else {
                throw DatasetFileError(path: partial.path)
            }
            try handle.truncate(atOffset: offset)
        } catch let error as DatasetFileError {
            throw error
        } catch {
            throw DatasetFileError(path: partial.path)
        }
    }

    /// The name of the file while it is not done.
    static func partial(_ url: URL) -> URL { URL(filePath: url.path + ".partial") }

    /// Adds a line.
    func append(_ line: [UInt8]) throws(DatasetFileError) {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferBytes { try write() }
    }

    /// Puts everything on the disk.
    func flush() throws(DatasetFileError) {
        try write()
        do {
            try handle.synchronize()
        } catch {
            throw DatasetFileError(path: url.path)
        }
    }

    private func write() throws(DatasetFileError) {
        guard !buffer.isEmpty else { return }
        let bytes = isPacked ? Gzip.deflate(buffer) : buffer
        buffer.removeAll(keepingCapacity: true)
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw DatasetFileError(path: url.path)
        }
        offset += UInt64(bytes.count)
    }

    /// Closes it.
    func close() {
        try? handle.close()
    }

    /// The digest of a file, read in pieces.
    static func digest(of url: URL) throws(DatasetFileError) -> String {
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            let digest = SHA256Stream()
            while let piece = try handle.read(upToCount: bufferBytes), !piece.isEmpty {
                piece.withUnsafeBytes { digest.update($0) }
            }
            return digest.finish()
        } catch {
            throw DatasetFileError(path: url.path)
        }
    }
}

/// A file of a dataset cannot be read or written.
public struct DatasetFileError: Error, CustomStringConvertible {
    let path: String

    /// What is wrong, for people.
    public var description: String { "\(path) cannot be written: is there room, and may you?" }
}
