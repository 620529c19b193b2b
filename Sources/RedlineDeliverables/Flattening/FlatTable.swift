import Redline

/// An array of objects (or of arrays) as rows with columns.
struct FlatTable {
    /// The JSON Pointer of the array.
    let path: String
    /// The names on the way to it, with dots between them; empty for a document that is an array.
    let name: String
    private(set) var columns: [String] = []
    private(set) var rows: [FlatRow] = []
    /// The places within a row that there are, by the place above and the name below it.
    private var places: [Place: Int] = [:]
    /// The column of each place that has one, and the names on the way to it.
    private var columnOfPlace: [Int?] = [nil]
    private var nameOfPlace = [""]
    /// What each place is looked up by, and the place that came after it the last time: rows are much
    /// alike, and to compare a name costs less than to look it up.
    private var keyOfPlace: [Place?] = [nil]
    private var following = [root]
    private var last = root
    private var names: Set<ExactText> = []

    private struct Place: Hashable {
        let above: Int
        let name: ExactText
    }

    /// A row as such.
    private static let root = 0

    /// The most columns of a table; what a document has beyond them stands in one more, as JSON.
    static let columnLimit = 512
    /// The longest list of objects within a row that gets columns of its own.
    static let innerLimit = 20
    private static let otherColumn = "other"

    init(path: String, name: String, elements: [JSONView]) {
        self.path = path
        self.name = name
        rows.reserveCapacity(elements.count)
        for element in elements {
            last = Self.root
            rows.append(row(of: element))
        }
        places = [:]
        columnOfPlace = []
        nameOfPlace = []
        keyOfPlace = []
        following = []
        names = []
    }

    /// The place of that name below another.
    private mutating func place(_ name: String, below above: Int) -> Int {
        let wanted = Place(above: above, name: ExactText(name))
        let likely = following[last]
        guard keyOfPlace[likely] != wanted else {
            last = likely
            return likely
        }
        let found = places[wanted] ?? newPlace(wanted, name)
        following[last] = found
        last = found
        return found
    }

    private mutating func newPlace(_ wanted: Place, _ name: String) -> Int {
        let new = columnOfPlace.count
        let above = wanted.above
        places[wanted] = new
        columnOfPlace.append(nil)
        nameOfPlace.append(above <= Self.root ? name : "\(nameOfPlace[above]).\(name)")
        keyOfPlace.append(wanted)
        following.append(Self.root)
        return new
    }

    /// Brings columns to the front, by their places so far.
    mutating func reorder(_ order: [Int]) {
        var place = [Int](repeating: 0, count: columns.count)
        for (new, old) in order.enumerated() { place[old] = new }
        columns = order.map { columns[$0] }
        for index in rows.indices { rows[index].move(place) }
    }

    private mutating func row(of element: JSONView) -> FlatRow {
        var row = FlatRow()
        var others: [(name: String, value: JSONView)] = []
        if element.kind == .object || element.kind == .array {
            visit(element, Self.root, into: &row, &others)
        } else {
            // Not the place of a member that has this name.
            put(element, place("value", below: -1), into: &row, &others)
        }
        guard !others.isEmpty else { return row }
        var writer = JSONWriter()
        writer.beginObject()
        for other in others {
            writer.name(other.name)
            other.value.withTextBytes { writer.raw($0) }
        }
        writer.endObject()
        if columns.count == Self.columnLimit { columns.append(unused(Self.otherColumn)) }
        row.set(Self.columnLimit, .text(writer.text))
        return row
    }

    private mutating func visit(
        _ value: JSONView,
        _ here: Int,
        into row: inout FlatRow,
        _ others: inout [(name: String, value: JSONView)]
    ) {
        let members: [(name: String, value: JSONView)]
        switch value.kind {
        case .object where value.count > 0:
            members = value.members
        case .array where here == Self.root || FlatDocument.isTable(value):
            guard here == Self.root || value.count <= Self.innerLimit else { fallthrough }
            members = value.elements.enumerated().map { ("\($0 + 1)", $1) }
        default:
            // An empty row has no value.
            if here != Self.root { put(value, here, into: &row, &others) }
            return
        }
        for member in members {
            visit(member.value, place(member.name, below: here), into: &row, &others)
        }
    }

    private mutating func put(
        _ value: JSONView,
        _ here: Int,
        into row: inout FlatRow,
        _ others: inout [(name: String, value: JSONView)]
    ) {
        if let column = columnOfPlace[here] {
            row.set(column, FlatCell(value))
        } else if columns.count < Self.columnLimit {
            columnOfPlace[here] = columns.count
            row.set(columns.count, FlatCell(value))
            columns.append(unused(nameOfPlace[here]))
        } else {
            others.append((nameOfPlace[here], value))
        }
    }

    /// The name, or where another column has it already, the name and a number.
    private mutating func unused(_ name: String) -> String {
        var candidate = name
        var number = 1
        while !names.insert(ExactText(candidate)).inserted {
            number += 1
            candidate = "\(name) (\(number))"
        }
        return candidate
    }
}

/// A row of a table: the values that it has, by their columns.
struct FlatRow {
    private(set) var cells: [(column: Int, cell: FlatCell)] = []

    mutating func set(_ column: Int, _ cell: FlatCell) {
        cells.append((column, cell))
    }

    mutating func move(_ place: [Int]) {
        for index in cells.indices { cells[index].column = place[cells[index].column] }
    }

    /// A value for each column, null where the row has none.
    func values(_ count: Int) -> [FlatCell] {
        var values = [FlatCell](repeating: .null, count: count)
        for (column, cell) in cells { values[column] = cell }
        return values
    }
}
