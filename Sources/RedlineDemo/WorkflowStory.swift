/// The export of one document, from the AI's first reading to the file and what people thought of it.
struct WorkflowStory {
    let owner: DemoOwner
    let model: DemoModel
    let document: DemoDocument
    let reading: Reading
    let method: String
    let workflowID: String
    let started: Moment
    let asPoints: Bool
    var random: SplitMix64
    private(set) var records: [DemoRecord] = []

    /// All records of one workflow that starts on that day, in the order of their time.
    static func records(
        day: Int,
        owners: [DemoOwner],
        _ random: inout SplitMix64
    ) -> [DemoRecord] {
        var story = WorkflowStory(day: day, owners: owners, random.fork())
        story.tell()
        return story.records
    }

    private init(day: Int, owners: [DemoOwner], _ source: SplitMix64) {
        random = source
        owner = random.pick(owners, weight: \.activity)
        model = random.pick(DemoModel.all, weight: \.weight)
        let kind = random.pick(DocumentKind.allCases, weight: \.weight)
        let methods = [("LLM", 0.5), ("OCR", kind == .receipt ? 0.8 : 0.3), ("DI", 0.2)]
        method = random.pick(methods, weight: \.1).0
        started = WorkRhythm.moment(onDay: day, hoursEast: owner.hoursEast, &random)
        workflowID = started.uuid(&random)
        document = DemoDocument(kind: kind, day: day, &random)
        // Accuracy is not the same all year: every other fortnight, scans are worse.
        let season = method == "OCR" && day / 14 % 2 == 0 ? 1.5 : 1
        reading = Reading(
            of: document,
            model: model,
            method: method,
            care: random.chance(owner.rubberStamped) ? 0 : owner.care,
            difficulty: random.logNormal(median: 1.15, sigma: 0.9) * season,
            &random
        )
        asPoints = random.chance(0.12)
    }

    private mutating func tell() {
        records.append(DemoRecord(at: started, firstStage()))
        // Somebody put it off and never came back.
        guard !random.chance(0.08) else {
            return
        }
        let opened = started.after(
            seconds: min(180_000, random.logNormal(median: 900, sigma: 1.4))
        )
        let isEdited = reading.extracted != reading.corrected
        var preferences = document.kind.preferences(&random)
        var editing = 0
        var reviewed = opened
        if isEdited || random.chance(0.35) {
            editing = editingSeconds(isEdited: isEdited)
            reviewed = opened.after(seconds: Double(editing))
            let stage = modifications(preferences, at: reviewed, editing: editing)
            records.append(DemoRecord(at: reviewed, stage))
        }
        guard !random.chance(0.03) else {
            return
        }
        let finished = reviewed.after(seconds: random.logNormal(median: 9, sigma: 0.5))
        records.append(
            DemoRecord(at: finished, deliverable(preferences, at: finished, editing: editing))
        )
        if random.chance(0.38) {
            let later = finished.after(seconds: random.logNormal(median: 400, sigma: 1))
            records.append(DemoRecord(at: later, feedback(at: later)))
        }
        if random.chance(0.05) {
            preferences = document.kind.preferences(&random)
            regenerate(preferences, after: finished)
        }
    }

    /// The second revision: the corrected data once more, for another reader.
    private mutating func regenerate(_ preferences: DemoValue, after finished: Moment) {
        let seconds = random.int(15...120)
        let asked = finished.after(seconds: Double(random.int(60...3600) + seconds))
        var second = head("user_modifications", at: asked)
        second.append("revision", .integer(2))
        second.append("original_data", reading.corrected)
        second.append("modified_data", reading.corrected)
        second.append("user_preferences", preferences)
        second.append("user_actions", ["editing_time_seconds": .integer(seconds)])
        records.append(DemoRecord(at: asked, second))
        let made = asked.after(seconds: random.logNormal(median: 9, sigma: 0.5))
        var third = deliverable(preferences, at: made, editing: seconds)
        third.append("revision", .integer(2))
        records.append(DemoRecord(at: made, third))
    }

    private mutating func editingSeconds(isEdited: Bool) -> Int {
        let median = isEdited ? 40 + 24 * Double(reading.changes) : 45
        let usual = random.logNormal(median: median * owner.slowness, sigma: 0.6)
        // Approved without having been read.
        let hasty = !isEdited && random.chance(owner.rubberStamped)
        return max(2, Int(hasty ? usual / 12 : usual))
    }
}
