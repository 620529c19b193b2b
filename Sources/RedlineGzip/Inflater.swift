import CZlib

/// Why compressed bytes could not be read.
public enum GzipError: Error, Equatable, Sendable {
    /// The bytes are not gzip, or damaged.
    case damaged
    /// The bytes end before the compressed stream does.
    case truncated
    /// The contents are larger than the caller allows.
    case tooLarge(limit: Int)
}

extension GzipError: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .damaged: "not gzip, or damaged"
        case .truncated: "the gzip stream ends too early"
        case .tooLarge(let limit): "more than \(limit) bytes when unpacked"
        }
    }
}

/// Unpacks a gzip stream piece by piece, in constant memory.
///
/// Members that follow one another count as one stream, as in gunzip.
public final class Inflater {
    private var stream = z_stream()
    private var isBetweenMembers = true
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)

    /// Creates an inflater at the start of a stream.
    public init() {
        // 15 bits of window, and 16 for the gzip header.
        let status = inflateInit2_(
            &stream,
            15 + 16,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "zlib has no memory")
    }

    deinit {
        inflateEnd(&stream)
    }

    /// Unpacks the next piece and hands out what comes of it, in pieces.
    ///
    /// - Throws: `GzipError.damaged`, or what `body` throws.
    public func inflate(
        _ piece: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let bytes = piece.bindMemory(to: UInt8.self)
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.avail_in = UInt32(bytes.count)
        while stream.avail_in > 0 {
            if isBetweenMembers { inflateReset(&stream) }
            isBetweenMembers = false
            let status = try step(body)
            if status == Z_STREAM_END { isBetweenMembers = true }
        }
        // What zlib still holds back comes out with an empty input.
        while !isBetweenMembers, stream.avail_out == 0 {
            if try step(body) == Z_STREAM_END { isBetweenMembers = true }
        }
    }

    private func step(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int32 {
        let size = buffer.count
        var status: Int32 = Z_OK
        buffer.withUnsafeMutableBufferPointer { output in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(size)
            status = CZlib.inflate(&stream, Z_NO_FLUSH)
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw GzipError.damaged
        }
        let produced = size - Int(stream.avail_out)
        if produced > 0 {
            try buffer.withUnsafeBytes { output in
                try body(UnsafeRawBufferPointer(rebasing: output[..<produced]))
            }
        }
        return status
    }

    /// Says that the input is at its end.
    ///
    /// - Throws: `GzipError.truncated` where the stream is not.
    public func finish() throws(GzipError) {
        guard isBetweenMembers else { throw .truncated }
    }
}

/// Gzip in one go.
public enum Gzip {
    /// Whether the bytes begin as gzip does.
    public static func isGzip(_ bytes: some Sequence<UInt8>) -> Bool {
        var iterator = bytes.makeIterator()
        return iterator.next() == 0x1F && iterator.next() == 0x8B
    }

    /// Unpacks bytes.
    ///
    /// - Throws: `GzipError` where they are damaged or unpack to more than `limit` bytes.
    public static func inflate(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        let inflater = Inflater()
        var result: [UInt8] = []
        try bytes.withUnsafeBytes { input in
            try inflater.inflate(input) { piece in
                guard result.count + piece.count <= limit else {
                    throw GzipError.tooLarge(limit: limit)
                }
                result.append(contentsOf: piece)
            }
        }
        try inflater.finish()
        return result
    }
}
