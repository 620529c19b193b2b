import TestSupport

extension SplitMix64 {
    /// True once in so many times.
    mutating func oneIn(_ times: Int) -> Bool {
        Int.random(in: 0..<times, using: &self) == 0
    }

    /// One of some.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// The elements in batches of random sizes.
    mutating func batches<Element>(of elements: [Element]) -> [[Element]] {
        var batches: [[Element]] = []
        var rest = elements[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...40, using: &self)
            batches.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return batches
    }
}
