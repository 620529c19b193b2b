import CLibPQ
import Foundation

/// Parameters laid out as libpq wants them: four arrays and one arena for all the bytes.
struct ParameterBlock: ~Copyable {
    let count: Int32
    let types: UnsafeMutablePointer<Oid>
    let values: UnsafeMutablePointer<UnsafePointer<CChar>?>
    let lengths: UnsafeMutablePointer<Int32>
    let formats: UnsafeMutablePointer<Int32>
    private let arena: UnsafeMutableRawPointer

    init(_ parameters: [Parameter]) throws(PostgresError) {
        var needed = 0
        for parameter in parameters {
            needed += try Self.length(parameter) + 1
        }
        guard parameters.count <= Int(UInt16.max) else {
            throw PostgresError(.badValue, "more than 65535 parameters")
        }
        count = Int32(parameters.count)
        types = .allocate(capacity: parameters.count)
        values = .allocate(capacity: parameters.count)
        lengths = .allocate(capacity: parameters.count)
        formats = .allocate(capacity: parameters.count)
        arena = .allocate(byteCount: needed, alignment: 8)
        var cursor = arena
        for (index, parameter) in parameters.enumerated() {
            types[index] = parameter.typeOID
            cursor = fill(index, parameter.encoding, at: cursor)
        }
    }

    deinit {
        types.deallocate()
        values.deallocate()
        lengths.deallocate()
        formats.deallocate()
        arena.deallocate()
    }

    private func fill(
        _ index: Int,
        _ encoding: Parameter.Encoding,
        at start: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        switch encoding {
        case .null:
            values[index] = nil
            lengths[index] = 0
            formats[index] = 0
            return start
        case .text(var text):
            let length = text.withUTF8 { copy(UnsafeRawBufferPointer($0), to: start) }
            return set(index, start, length, format: 0)
        case .bytes(let bytes, let isBinary):
            let length = bytes.withUnsafeBytes { copy($0, to: start) }
            return set(index, start, length, format: isBinary ? 1 : 0)
        }
    }

    private func copy(_ bytes: UnsafeRawBufferPointer, to start: UnsafeMutableRawPointer) -> Int {
        if let source = bytes.baseAddress {
            start.copyMemory(from: source, byteCount: bytes.count)
        }
        return bytes.count
    }

    private func set(
        _ index: Int,
        _ start: UnsafeMutableRawPointer,
        _ length: Int,
        format: Int32
    ) -> UnsafeMutableRawPointer {
        start.storeBytes(of: 0, toByteOffset: length, as: UInt8.self)
        values[index] = UnsafePointer(start.assumingMemoryBound(to: CChar.self))
        lengths[index] = Int32(length)
        formats[index] = format
        return start + length + 1
    }

    /// The bytes a parameter takes; text is checked for the zero byte that would end it early.
    private static func length(_ parameter: Parameter) throws(PostgresError) -> Int {
        var length = 0
        var hasZero = false
        switch parameter.encoding {
        case .null:
            break
        case .text(var text):
            length = text.utf8.count
            hasZero = text.withUTF8 { containsZero(UnsafeRawBufferPointer($0)) }
        case .bytes(let bytes, let isBinary):
            length = bytes.count
            hasZero = !isBinary && bytes.withUnsafeBytes { containsZero($0) }
        }
        guard !hasZero else { throw .zeroByte }
        // PostgreSQL takes no message of a gigabyte.
        guard length < 1 << 30 else {
            throw PostgresError(.badValue, "a parameter of a gigabyte or more")
        }
        return length
    }

    static func containsZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return memchr(start, 0, bytes.count) != nil
    }
}
