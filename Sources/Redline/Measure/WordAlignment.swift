/// Which words of a text stand at which words of the reference, and where the two differ.
struct WordAlignment {
    /// Stands for no further error.
    private static let never = Int.max / 2

    /// For each word of the reference, the word of the text at or before it; -1 where there is
    /// none.
    let positions: [Int]
    /// For each word of the reference, the first word from it on that is not kept.
    let nextReferenceError: [Int]
    /// For each word of the text, the first word from it on that is not kept.
    let nextTextError: [Int]

    init(_ matrix: BeamMatrix, _ words: UnsafeMutablePointer<Int32>, referenceCount: Int) {
        var positions = [Int](repeating: -1, count: referenceCount)
        var referenceError = [Int](repeating: Self.never, count: referenceCount)
        var textError = [Int](repeating: Self.never, count: matrix.count)
        matrix.trace(words) { edit, word, target in
            if edit != .drop {
                positions[target] = word
                referenceError[target] = edit == .keep ? Self.never : target
            }
            if edit != .add {
                textError[word] = edit == .keep ? Self.never : word
            }
        }
        Self.spread(&referenceError)
        Self.spread(&textError)
        self.positions = positions
        nextReferenceError = referenceError
        nextTextError = textError
    }

    private static func spread(_ errors: inout [Int]) {
        for index in errors.indices.dropLast().reversed() {
            errors[index] = min(errors[index], errors[index + 1])
        }
    }
}
