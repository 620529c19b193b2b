import Foundation
import Redline
import RedlineGzip

/// Reads the lines of a file or of standard input in constant memory; gzip is unpacked on the way.
final class LineReader {
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private var inflater: Inflater?
    private var isFirstPiece = true
    private var isAtEnd = false
    /// Bytes of lines that are not handed out yet, from `start` on.
    private var pending: [UInt8] = []
    private var start = 0
    private var piece = [UInt8](repeating: 0, count: 1 << 16)
    private let lineLimit: Int
    /// A line beyond the limit is dropped as it comes, up to its end.
    private var isSkipping = false
    /// Bytes of the source that are read so far, packed as they are.
    private(set) var bytesRead = 0

    init(path: String, lineLimit: Int) throws(LineReaderError) {
        self.lineLimit = lineLimit
        if path == "-" {
            descriptor = 0
            ownsDescriptor = false
        } else {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            ownsDescriptor = true
            guard descriptor >= 0 else {
                throw LineReaderError(reason: String(cString: strerror(errno)))
            }
        }
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    /// Hands out the next line's bytes, without its end; nil at the end of the input.
    func next<R>(_ body: (LineReaderResult) throws -> R) throws -> R? {
        var searched = start
        while true {
            if let end = pending.withUnsafeBytes({ $0.endOfLine(from: searched) }) {
                let from = start
                start = end + 1
                if isSkipping {
                    isSkipping = false
                    return try body(.tooLong)
                }
                return try hand(from..<end, body)
            }
            // One byte more may be the carriage return of its end.
            if pending.count - start > lineLimit + 1 {
                isSkipping = true
                pending.removeAll(keepingCapacity: true)
                start = 0
            }
            searched = pending.count
            if isAtEnd {
                defer {
                    pending = []
                    start = 0
                }
                if isSkipping {
                    isSkipping = false
                    return try body(.tooLong)
                }
                guard start < pending.count else { return nil }
                return try hand(start..<pending.count, body)
            }
            if start > 0 {
                pending.removeSubrange(..<start)
                searched -= start
                start = 0
            }
            try fill()
        }
    }

    private func hand<R>(
        _ range: Range<Int>,
        _ body: (LineReaderResult) throws -> R
    ) throws -> R {
        try pending.withUnsafeBytes { try body(LineReaderResult($0[range], limit: lineLimit)) }
    }

    private func fill() throws {
        let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else {
            if errno == EINTR { return }
            throw LineReaderError(reason: String(cString: strerror(errno)))
        }
        bytesRead += count
        guard count > 0 else {
            isAtEnd = true
            try inflater?.finish()
            return
        }
        if isFirstPiece {
            isFirstPiece = false
            if Gzip.isGzip(piece[..<count]) { inflater = Inflater() }
        }
        guard let inflater else {
            pending.append(contentsOf: piece[..<count])
            return
        }
        try piece.withUnsafeBytes { bytes in
            let input = UnsafeRawBufferPointer(rebasing: bytes[..<count])
            try inflater.inflate(input) { pending.append(contentsOf: $0) }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Where the line that `start` lies in ends; nil where these bytes do not say.
    func endOfLine(from start: Int) -> Int? {
        guard start < count, let base = baseAddress,
            let found = memchr(base + start, Int32(UInt8(ascii: "\n")), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}

/// What a reader hands out for a line.
enum LineReaderResult {
    /// The line's bytes; they are valid only while they are handed out.
    case line(UnsafeRawBufferPointer)
    /// A line that is longer than a record may be.
    case tooLong

    /// Takes the bytes before a line feed; a carriage return at their end is part of the line's end.
    init(_ bytes: Slice<UnsafeRawBufferPointer>, limit: Int = JSONLimits.record.bytes) {
        let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        self = line.count <= limit ? .line(UnsafeRawBufferPointer(rebasing: line)) : .tooLong
    }
}

/// Why a file could not be read.
public struct LineReaderError: Error, CustomStringConvertible {
    /// What the system says.
    public let reason: String
    /// What the system says.
    public var description: String { reason }
}
