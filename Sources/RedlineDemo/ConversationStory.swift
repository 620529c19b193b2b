/// One thread of a person with the assistant, from the first message to the last.
struct ConversationStory {
    private let owner: DemoOwner
    private let owners: [DemoOwner]
    private let model: DemoModel
    private let thread: String?
    private let source: String
    private let turns: Int
    private var time: Moment
    private var random: SplitMix64

    /// All interactions of one thread that starts on that day, in the order of their time.
    static func records(
        day: Int,
        owners: [DemoOwner],
        _ random: inout SplitMix64
    ) -> [DemoRecord] {
        var story = ConversationStory(day: day, owners: owners, random.fork())
        return story.tell()
    }

    private init(day: Int, owners: [DemoOwner], _ source: SplitMix64) {
        random = source
        self.owners = owners
        owner = random.pick(owners, weight: \.activity)
        model = random.pick(DemoModel.all, weight: \.weight)
        turns = random.pick(Self.lengths, weight: \.weight).turns
        time = WorkRhythm.moment(onDay: day, hoursEast: owner.hoursEast, &random)
        let identifier = "thread-" + random.hex(12)
        let isThreaded = random.chance(0.7)
        thread = turns > 1 || isThreaded ? identifier : nil
        self.source = random.pick(Self.sources, weight: \.weight).name
    }

    private static let lengths: [(turns: Int, weight: Double)] = [
        (1, 30), (2, 22), (3, 16), (4, 12), (5, 8), (6, 6), (7, 4), (8, 2),
    ]

    private static let sources: [(name: String, weight: Double)] = [
        ("web", 5), ("slack", 3), ("api", 1),
    ]

    private mutating func tell() -> [DemoRecord] {
        var records: [DemoRecord] = []
        var request = random.pick(DemoRequest.all, weight: \.weight)
        var facts = RequestFacts(owners: owners, &random)
        var message = facts.filled(into: random.pick(request.phrasings))
        for _ in 0..<turns {
            let turn = turn(request, facts, message)
            records.append(DemoRecord(at: time, turn.record))
            time = time.after(seconds: min(3600, random.logNormal(median: 55, sigma: 0.9)) + 2)
            if random.chance(turn.helped ? 0.02 : 0.6) {
                message = repeated(message)
            } else {
                request = random.pick(DemoRequest.all, weight: \.weight)
                facts = RequestFacts(owners: owners, &random)
                message = facts.filled(into: random.pick(request.phrasings))
            }
        }
        return records
    }

    /// The same once more, nearly as before: people hope that it helps.
    private mutating func repeated(_ message: String) -> String {
        switch random.int(0...4) {
        case 0: message + "!"
        case 1: message + " ?"
        case 2: message.lowercased()
        case 3: message.count > 32 ? message + " please" : message + "!!"
        default: message
        }
    }

    private mutating func turn(
        _ request: DemoRequest,
        _ facts: RequestFacts,
        _ message: String
    ) -> (record: DemoValue, helped: Bool) {
        var calls: [DemoToolCall] = []
        if let tool = request.tool {
            calls.append(tool.call(facts, day: time.day, &random))
            if calls[0].failed, random.chance(0.5) {
                calls.append(tool.call(facts, day: time.day, &random))
            }
        }
        let failed = calls.last?.failed ?? false
        let helped = !failed && !random.chance(0.06)
        let wording = random.pick(helped ? request.answers : DemoRequest.evasions)
        let isSilent = !calls.isEmpty && random.chance(0.02)
        let answer = isSilent ? "" : facts.filled(into: wording)
        let thinking = random.logNormal(median: model.secondsMedian * 450, sigma: 0.5)
        let waiting = calls.reduce(0) { $0 + (Int($1.record["duration_ms"]?.shown ?? "") ?? 0) }
        let tokens = random.logNormal(median: 380 + 140 * Double(calls.count), sigma: 0.35)
        let microseconds = padded(time.milliseconds % 1000 * 1000 + random.int(0...999), 6)
        var record: DemoValue = [
            "interaction_id": .string("INT_\(time.stamp)_\(microseconds)"),
            "timestamp": .string(time.rfc3339),
            "user_id": .string(owner.email),
        ]
        if let thread {
            record.append("thread_id", .string(thread))
        }
        record.append("user_message", .string(message))
        record.append("assistant_response", .string(answer))
        record.append("tool_calls", .array(calls.map(\.record)))
        record.append(
            "metadata",
            [
                "model": .string(model.name),
                "tokens_used": .integer(Int(tokens)),
                "latency_ms": .integer(Int(thinking) + waiting),
                "source": .string(source),
                "assistant_id": "desk-assistant",
            ]
        )
        return (record, helped)
    }
}
