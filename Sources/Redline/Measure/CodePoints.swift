/// A string as an array of Unicode code points, which every published figure counts (and not
/// grapheme clusters).
typealias CodePoints = [UInt32]

extension String {
    /// The string's Unicode code points, in order.
    var codePoints: CodePoints {
        let ascii = utf8.withContiguousStorageIfAvailable { bytes -> CodePoints? in
            bytes.allSatisfy { $0 < 0x80 } ? bytes.map { UInt32($0) } : nil
        }
        if case .some(.some(let points)) = ascii {
            return points
        }
        return unicodeScalars.map(\.value)
    }
}
