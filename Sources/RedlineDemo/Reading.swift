/// What a model makes of a document, and what the person at work makes of that.
///
/// Walks the true document once and builds both documents side by side: the extracted one, with
/// the model's errors, and the corrected one, in which the person has mended those that were seen.
struct Reading {
    /// One wrong value that the person mended, outside of any list.
    struct Mended {
        let pointer: String
        let original: DemoValue
        let corrected: DemoValue
        let reason: String
    }

    private let model: DemoModel
    private let method: String
    private let care: Double
    private let errorRate: Double
    private let listErrorRate: Double
    private var random: SplitMix64

    private(set) var extracted: DemoValue = .null
    private(set) var corrected: DemoValue = .null
    private(set) var mended: [Mended] = []
    private(set) var changes = 0
    /// The model's confidence, by pointer into the extracted document; a list has one of its own.
    private(set) var confidence: [(pointer: String, value: Double)] = []

    init(
        of document: DemoDocument,
        model: DemoModel,
        method: String,
        care: Double,
        difficulty: Double,
        _ random: inout SplitMix64
    ) {
        self.model = model
        self.method = method
        self.care = care
        errorRate = min(0.5, model.errorRate * difficulty * document.kind.difficulty)
        listErrorRate = min(0.5, model.listErrorRate * difficulty * document.kind.difficulty)
        self.random = random.fork()
        (extracted, corrected) = read(document.truth, at: "", inList: false)
    }

    private typealias Pair = (extracted: DemoValue, corrected: DemoValue)

    private mutating func read(_ truth: DemoValue, at pointer: String, inList: Bool) -> Pair {
        switch truth {
        case .object(let members):
            var pair: ([DemoValue.Member], [DemoValue.Member]) = ([], [])
            for member in members {
                let read = read(member.value, at: "\(pointer)/\(member.name)", inList: inList)
                pair.0.append(DemoValue.Member(name: member.name, value: read.extracted))
                pair.1.append(DemoValue.Member(name: member.name, value: read.corrected))
            }
            return (.object(pair.0), .object(pair.1))
        case .array(let elements):
            return list(elements, at: pointer)
        default:
            return leaf(truth, at: pointer, inList: inList)
        }
    }

    private mutating func list(_ elements: [DemoValue], at pointer: String) -> Pair {
        let before = changes
        var pair: ([DemoValue], [DemoValue]) = ([], [])
        // Models lose elements at the front and in the middle, where pages and columns break.
        let lost =
            elements.count > 1 && random.chance(listErrorRate)
            ? (random.chance(0.5) ? 0 : random.int(0...(elements.count - 1))) : nil
        for (index, element) in elements.enumerated() {
            if index == lost {
                if isNoticed() {
                    changes += element.leafCount
                    pair.1.append(element)
                }
                continue
            }
            let read = read(element, at: "\(pointer)/\(index)", inList: true)
            pair.0.append(read.extracted)
            pair.1.append(read.corrected)
        }
        if case .object(let members)? = elements.last, random.chance(listErrorRate / 2) {
            var spurious = members
            spurious[0].value = .string(random.pick(["Subtotal", "Zwischensumme", "Carried over"]))
            pair.0.append(.object(spurious))
            if isNoticed() {
                changes += pair.0[pair.0.count - 1].leafCount
            } else {
                pair.1.append(.object(spurious))
            }
        }
        confidence.append((pointer, model.confidence(isRight: changes == before, &random)))
        return (.array(pair.0), .array(pair.1))
    }

    private mutating func leaf(_ truth: DemoValue, at pointer: String, inList: Bool) -> Pair {
        var seen = truth
        var reason = "house style"
        if let habit = Misreading.habitual[truth.shown], random.chance(errorRate * 4) {
            seen = .string(habit)
        } else if random.chance(errorRate) {
            let ways = Misreading.ways(truth, method: method)
            if !ways.isEmpty {
                let way = random.pick(ways, weight: \.weight).way
                seen = way.applied(to: truth, &random)
                reason = way.reason
            }
        }
        let isRight = seen == truth
        let isMended = !isRight && isNoticed()
        changes += isMended ? 1 : 0
        if !inList {
            confidence.append((pointer, model.confidence(isRight: isRight, &random)))
            if isMended {
                mended.append(
                    Mended(pointer: pointer, original: seen, corrected: truth, reason: reason)
                )
            }
        }
        return (seen, isMended ? truth : seen)
    }

    private mutating func isNoticed() -> Bool {
        random.chance(care)
    }
}
