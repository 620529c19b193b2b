import Redline
import RedlinePostgres

/// The columns of a batch: one binary array each, filled row by row and value by value in the order
/// in which the columns are declared.
struct BatchColumns {
    private let names: [String]
    private var arrays: [BinaryArray]
    private var cursor = 0
    private(set) var rows = 0

    init(_ columns: [(name: String, elementOID: UInt32)], capacity: Int) {
        names = columns.map(\.name)
        arrays = columns.map { BinaryArray(elementOID: $0.elementOID, capacity: capacity) }
    }

    mutating func endRow() {
        precondition(cursor == arrays.count, "a row has a value for each column")
        cursor = 0
        rows += 1
    }

    mutating func text(_ value: String?) {
        arrays[cursor].append(value)
        cursor += 1
    }

    /// The text of a string within a record; an empty one where there is none.
    mutating func text(of value: JSONView?) {
        if let value {
            value.withStringBytes { arrays[cursor].append($0) }
        } else {
            arrays[cursor].append("")
        }
        cursor += 1
    }

    mutating func bytes(_ value: [UInt8]) {
        arrays[cursor].append(bytes: value)
        cursor += 1
    }

    /// JSON text of a value within a record, as it was sent.
    mutating func json(_ value: JSONView?) {
        if let value {
            value.withTextBytes { arrays[cursor].append($0) }
        } else {
            arrays[cursor].appendNull()
        }
        cursor += 1
    }

    /// JSON text made here.
    mutating func json(text: [UInt8]?) {
        arrays[cursor].append(bytes: text)
        cursor += 1
    }

    mutating func uuid(_ value: WorkflowID) {
        arrays[cursor].append(bytes: value.bytes)
        cursor += 1
    }

    mutating func time(_ value: Timestamp) {
        arrays[cursor].append(microsecondsSinceEpoch: value.microseconds)
        cursor += 1
    }

    mutating func small(_ value: Int?) {
        arrays[cursor].append(value.map { Int16(clamping: $0) })
        cursor += 1
    }

    mutating func integer(_ value: Int?) {
        arrays[cursor].append(value.map { Int32(clamping: $0) })
        cursor += 1
    }

    mutating func big(_ value: Int?) {
        arrays[cursor].append(value.map { Int64($0) })
        cursor += 1
    }

    mutating func double(_ value: Double?) {
        arrays[cursor].append(value)
        cursor += 1
    }

    mutating func boolean(_ value: Bool) {
        arrays[cursor].append(value)
        cursor += 1
    }

    /// The columns by the names of the statement's variables.
    var parameters: [String: Parameter] {
        var result: [String: Parameter] = [:]
        for (name, array) in zip(names, arrays) { result[name] = .array(array) }
        return result
    }
}

/// PostgreSQL's text form of one-dimensional arrays.
enum ArrayLiteral {
    static func of(_ numbers: [Int]) -> String {
        "{" + numbers.map(String.init).joined(separator: ",") + "}"
    }

    static func of(_ texts: [String]) -> String {
        var literal = "{"
        for (position, text) in texts.enumerated() {
            if position > 0 { literal += "," }
            literal += "\""
            for scalar in text.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { literal += "\\" }
                literal.unicodeScalars.append(scalar)
            }
            literal += "\""
        }
        return literal + "}"
    }
}
