/// Decides which columns stand beside each other, and how wide.
struct TextTableLayout {
    /// A column in its place, with its width there.
    struct Placement: Equatable {
        let column: Int
        var width: Int
    }

    let columns: [TextTableColumn]
    let naturalWidths: [Int]

    private let gap = 2

    init(columns: [TextTableColumn], naturalWidths: [Int]) {
        self.columns = columns
        self.naturalWidths = naturalWidths
    }

    /// The blocks of columns, from left to right; more than one only where the columns do not fit
    /// even when they are shortened.
    func blocks(width limit: Int?) -> [[Placement]] {
        guard let limit else { return [columns.indices.map { placement($0, naturalWidths[$0]) }] }
        let keys = columns.indices.filter { columns[$0].isKey }
        var blocks: [[Int]] = []
        var block = keys
        for column in columns.indices where !columns[column].isKey {
            if block.count > keys.count, narrowest(block + [column]) > limit {
                blocks.append(block)
                block = keys
            }
            block.append(column)
        }
        blocks.append(block)
        return blocks.map { widened($0.sorted(), within: limit) }
    }

    /// The width of a block whose columns are as narrow as they may be.
    private func narrowest(_ block: [Int]) -> Int {
        block.map(minimumWidth).reduce(0, +) + gap * (block.count - 1)
    }

    private func minimumWidth(_ column: Int) -> Int {
        guard let minimum = columns[column].minimumWidth else { return naturalWidths[column] }
        let heading = DisplayText.width(of: columns[column].heading)
        return min(naturalWidths[column], max(minimum, heading))
    }

    /// Gives the columns of a block the room that is there: the narrow ones first all they need,
    /// the wide ones what is left, in equal parts.
    private func widened(_ block: [Int], within limit: Int) -> [Placement] {
        var placements = block.map { placement($0, minimumWidth($0)) }
        var room = max(0, limit - narrowest(block))
        while room > 0 {
            let growing = placements.indices.filter {
                placements[$0].width < naturalWidths[placements[$0].column]
            }
            guard let least = growing.map({ placements[$0].width }).min() else { break }
            for index in growing where placements[index].width == least && room > 0 {
                placements[index].width += 1
                room -= 1
            }
        }
        return placements
    }

    private func placement(_ column: Int, _ width: Int) -> Placement {
        Placement(column: column, width: width)
    }
}
