import Redline

/// What JSON Pointers lead through and to.
enum PointerNames {
    /// The words of what a pointer leads to; the places of array elements are left out.
    static func words(of pointer: String) -> [String] {
        FieldLabel.words(below: JSONPointer.steps(pointer).filter { !isPlace($0) })
    }

    /// Whether a pointer leads through an array, going by how it looks.
    static func isWithinArray(_ pointer: String) -> Bool {
        JSONPointer.steps(pointer).contains(where: isPlace)
    }

    private static func isPlace(_ name: String) -> Bool { Int(name) != nil || name == "-" }

    /// The value that a pointer leads to; nil where there is none.
    static func value(at pointer: String, in data: JSONView) -> JSONView? {
        guard pointer.isEmpty || pointer.hasPrefix("/") else { return nil }
        return data.value(at: JSONPointer.steps(pointer))
    }
}
