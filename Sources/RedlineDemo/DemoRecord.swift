/// One record with the time at which it was made.
struct DemoRecord: Sendable {
    let time: Moment
    let value: DemoValue

    init(at time: Moment, _ value: DemoValue) {
        self.time = time
        self.value = value
    }
}
