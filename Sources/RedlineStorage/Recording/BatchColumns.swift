import Redline
import RedlinePostgres

/// The rows of a batch, filled row by row and value by value in the order in which the columns are
/// declared.
struct Batch<Layout: BatchLayout> {
    private let names: [String]
    private var layout: Layout
    private var cursor = 0
    private(set) var rows = 0

    init(_ columns: [(name: String, elementOID: UInt32)], capacity: Int) {
        names = columns.map(\.name)
        layout = Layout(columns.map(\.elementOID), capacity: capacity)
    }

    mutating func endRow() {
        precondition(cursor == names.count, "a row has a value for each column")
        layout.endRow()
        cursor = 0
        rows += 1
    }

    mutating func text(_ value: String?) {
        layout[cursor].append(value)
        cursor += 1
    }

    /// The text of a string within a record; an empty one where there is none.
    mutating func text(of value: JSONView?) {
        if let value {
            value.withStringBytes { layout[cursor].append($0) }
        } else {
            layout[cursor].append("")
        }
        cursor += 1
    }

    mutating func bytes(_ value: [UInt8]) {
        layout[cursor].append(bytes: value)
        cursor += 1
    }

    /// JSON text of a value within a record, as it was sent.
    mutating func json(_ value: JSONView?) {
        if let value {
            value.withTextBytes { layout[cursor].append($0) }
        } else {
            layout[cursor].appendNull()
        }
        cursor += 1
    }

    /// JSON text made here.
    mutating func json(text: [UInt8]?) {
        layout[cursor].append(bytes: text)
        cursor += 1
    }

    mutating func uuid(_ value: WorkflowID) {
        layout[cursor].append(bytes: value.bytes)
        cursor += 1
    }

    mutating func time(_ value: Timestamp) {
        layout[cursor].append(microsecondsSinceEpoch: value.microseconds)
        cursor += 1
    }

    mutating func small(_ value: Int?) {
        layout[cursor].append(value.map { Int16(clamping: $0) })
        cursor += 1
    }

    mutating func integer(_ value: Int?) {
        layout[cursor].append(value.map { Int32(clamping: $0) })
        cursor += 1
    }

    mutating func big(_ value: Int?) {
        layout[cursor].append(value.map { Int64($0) })
        cursor += 1
    }

    mutating func double(_ value: Double?) {
        layout[cursor].append(value)
        cursor += 1
    }

    mutating func boolean(_ value: Bool) {
        layout[cursor].append(value)
        cursor += 1
    }
}

/// A batch as one array a column, for a statement that puts its rows together with `unnest`.
typealias BatchColumns = Batch<ColumnLayout>

/// A batch as whole rows, for a COPY.
typealias BatchRows = Batch<RowLayout>

extension BatchColumns {
    /// The columns by the names of the statement's variables.
    var parameters: [String: Parameter] {
        var result: [String: Parameter] = [:]
        for (name, array) in zip(names, layout.arrays) { result[name] = .array(array) }
        return result
    }
}

extension BatchRows {
    /// The data of a `COPY ... (FORMAT binary)` of these columns in this order.
    var copyData: [UInt8] { layout.rows.bytes }
}

/// How the values of a batch lie in memory.
protocol BatchLayout {
    associatedtype Values: BinaryValues

    init(_ elementOIDs: [UInt32], capacity: Int)

    /// Where the next value of that column belongs.
    subscript(column: Int) -> Values { get set }

    mutating func endRow()
}

/// One binary array a column.
struct ColumnLayout: BatchLayout {
    fileprivate var arrays: [BinaryArray]

    init(_ elementOIDs: [UInt32], capacity: Int) {
        arrays = elementOIDs.map { BinaryArray(elementOID: $0, capacity: capacity) }
    }

    subscript(column: Int) -> BinaryArray {
        get { arrays[column] }
        _modify { yield &arrays[column] }
    }

    func endRow() {}
}

/// One row behind the other.
struct RowLayout: BatchLayout {
    fileprivate var rows: BinaryRows

    init(_ elementOIDs: [UInt32], capacity: Int) {
        rows = BinaryRows(columnCount: elementOIDs.count, capacity: capacity)
    }

    subscript(column: Int) -> BinaryRows {
        get { rows }
        _modify { yield &rows }
    }

    mutating func endRow() { rows.endRow() }
}

/// PostgreSQL's text form of one-dimensional arrays.
enum ArrayLiteral {
    static func of<Number: LosslessStringConvertible & Numeric>(_ numbers: [Number]) -> String {
        "{" + numbers.map { String($0) }.joined(separator: ",") + "}"
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
