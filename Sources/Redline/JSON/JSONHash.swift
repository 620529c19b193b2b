/// A keyed 64-bit hash for the structural hashes of JSON values.
///
/// The key differs from process to process, so that nobody can prepare documents whose hashes
/// meet; even so, equal hashes only ever lead to a comparison of the values themselves.
enum JSONHash {
    private static let seed = UInt64.random(in: .min ... .max) | 1

    @inline(__always)
    static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ seed).multipliedFullWidth(by: b ^ 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    static func bytes(_ bytes: UnsafeRawBufferPointer, kind: UInt64) -> UInt64 {
        var hash = mix(UInt64(truncatingIfNeeded: bytes.count), kind)
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = mix(hash, word)
            index += 8
        }
        if index < bytes.count {
            var tail: UInt64 = 0
            while index < bytes.count {
                tail = tail << 8 | UInt64(bytes[index])
                index += 1
            }
            hash = mix(hash, tail)
        }
        return hash
    }

    /// Equal for numbers of equal value, however they are spelled.
    static func number(_ text: UnsafeRawBufferPointer) -> UInt64 {
        let form = NumberForm(text)
        var hash = mix(form.isNegative ? 7 : 3, UInt64(bitPattern: Int64(form.exponent)))
        var value: UInt64 = 0
        var digits = 0
        form.forEachSignificantDigit(in: text) { digit in
            value = value * 10 + UInt64(digit & 15)
            digits += 1
            if digits % 18 == 0 {
                hash = mix(hash, value)
                value = 0
            }
        }
        return mix(hash, value << 1 | 1)
    }
}
