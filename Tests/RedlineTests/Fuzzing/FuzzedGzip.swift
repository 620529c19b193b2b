import RedlineGzip

/// Bytes given to the unpacking of bodies and files.
struct FuzzedGzip {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Small, so that bytes that unpack to many reach it.
    private static let limit = 1 << 16

    func check() throws -> Bool {
        let whole = Self.outcome { try Gzip.inflate(bytes, limit: Self.limit) }
        if case .success(let unpacked) = whole {
            try BrokenPromise.unless(unpacked.count <= Self.limit, "the limit holds")
        }
        for size in [13, 700] {
            let pieces = Self.outcome { try inPieces(of: size) }
            // Where a stream breaks after too much, what is noticed first depends on the pieces.
            if case .failure(.tooLarge) = whole { continue }
            if case .failure(.tooLarge) = pieces { continue }
            try BrokenPromise.unless(whole == pieces, "pieces unpack as the whole does")
        }
        if case .success = whole { return true }
        return false
    }

    private func inPieces(of size: Int) throws -> [UInt8] {
        let inflater = Inflater()
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { piece in
                try inflater.inflate(piece) { unpacked in
                    guard result.count + unpacked.count <= Self.limit else {
                        throw GzipError.tooLarge(limit: Self.limit)
                    }
                    result.append(contentsOf: unpacked)
                }
            }
        }
        try inflater.finish()
        return result
    }

    private static func outcome(_ body: () throws -> [UInt8]) -> Result<[UInt8], GzipError> {
        do {
            return .success(try body())
        } catch let error as GzipError {
            return .failure(error)
        } catch {
            return .failure(.damaged)
        }
    }
}
