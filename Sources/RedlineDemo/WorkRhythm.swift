/// When people work: on which days, and at which hours of their own day.
enum WorkRhythm {
    private static let hours = [
        7: 0.2, 8: 0.7, 9: 1.1, 10: 1.3, 11: 1.1, 12: 0.5, 13: 0.8, 14: 1.2, 15: 1.1, 16: 0.9,
        17: 0.5, 18: 0.2,
    ].sorted { $0.key < $1.key }

    /// How much is done on a day, with 1 the mean of a week.
    static func load(onDay day: Int) -> Double {
        // 1970-01-01 was a Thursday; Sunday is 0.
        let weights = [0.10, 1.05, 1.15, 1.10, 1.05, 0.85, 0.15]
        return weights[(day + 4) % 7] * 7 / weights.reduce(0, +)
    }

    /// A moment of that UTC day at which somebody so many hours east of Greenwich is at work.
    static func moment(onDay day: Int, hoursEast: Int, _ random: inout SplitMix64) -> Moment {
        let local = random.pick(hours, weight: \.value).key
        let hour = (local - hoursEast + 24) % 24
        let within = random.int(0...3_599_999)
        return Moment(milliseconds: Moment(day: day).milliseconds + hour * 3_600_000 + within)
    }
}
