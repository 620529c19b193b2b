import Foundation

/// Lifelike records to look at redline with: document exports with their corrections, and chats.
///
/// The sequence gives lines of NDJSON, stages and interactions mixed, day by day in the order of
/// their time. The people, companies, models and figures are made up.
///
/// The same arguments on the same UTC day give the same bytes. The records lie in the `days`
/// calendar days that end with today, and none is later than the midnight that began today: what
/// is there must not depend on the hour. What a day holds depends on the seed and on that day
/// alone, so that tomorrow's records are today's and one day more.
public struct DemoRecords: Sequence, Sendable {
    private let seed: UInt64
    private let today: Int
    private let days: Int
    private let owners: [DemoOwner]
    private let workflowsPerDay: Double
    private let interactionsPerDay: Double

    /// Records for the days up to `now`.
    ///
    /// - Parameters:
    ///   - seed: What the records are drawn from.
    ///   - now: The present; only its UTC day matters.
    ///   - days: The number of calendar days, today with its no records among them.
    ///   - owners: The number of people.
    ///   - workflows: About how many document exports to make; each has one to six records.
    ///   - interactions: About how many interactions to make.
    public init(
        seed: UInt64 = 1,
        now: Date,
        days: Int = 30,
        owners: Int = 40,
        workflows: Int = 900,
        interactions: Int = 1500
    ) {
        self.seed = seed
        self.days = Swift.max(1, days)
        self.owners = DemoOwner.all(owners, seed: seed)
        today = Int((now.timeIntervalSince1970 / 86_400).rounded(.down))
        let daysWithRecords = Double(Swift.max(1, self.days - 1))
        workflowsPerDay = Double(workflows) / daysWithRecords
        interactionsPerDay = Double(interactions) / daysWithRecords
    }

    /// The records from the first on.
    public func makeIterator() -> Iterator {
        Iterator(records: self, nextDay: today - days + 1)
    }

    /// Gives the lines one by one; it draws one day at a time.
    public struct Iterator: IteratorProtocol {
        fileprivate let records: DemoRecords
        fileprivate var nextDay: Int
        private var lines: ArraySlice<String> = []

        fileprivate init(records: DemoRecords, nextDay: Int) {
            self.records = records
            self.nextDay = nextDay
        }

        /// The next record as one line of JSON, without the line's end; nil after the last one.
        public mutating func next() -> String? {
            while lines.isEmpty, nextDay < records.today {
                lines = records.lines(onDay: nextDay)[...]
                nextDay += 1
            }
            return lines.popFirst()
        }
    }

    /// The records of what began on that day, in the order of their time.
    private func lines(onDay day: Int) -> [String] {
        var random = SplitMix64(
            seed: seed ^ UInt64(bitPattern: Int64(day)) &* 0xD6E8_FEB8_6659_FD93
        )
        var exports = random.fork()
        var chats = random.fork()
        let load = WorkRhythm.load(onDay: day)
        var records: [DemoRecord] = []
        for _ in 0..<exports.rounded(workflowsPerDay * load) {
            records += WorkflowStory.records(day: day, owners: owners, &exports)
        }
        var left = chats.rounded(interactionsPerDay * load)
        while left > 0 {
            let thread = ConversationStory.records(day: day, owners: owners, &chats)
            records += thread
            left -= thread.count
        }
        let end = Moment(day: today)
        return records.filter { $0.time < end }
            .enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element.value.json)
    }
}
