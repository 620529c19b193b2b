import ArgumentParser
import RedlineTelemetry

/// How spans of OpenTelemetry become interactions.
struct TelemetryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "After so long without a further span, a conversation is recorded as far as it came.",
            valueName: "seconds"
        )
    )
    var traceSettling: Int = TelemetrySettings.standardSettlingSeconds

    @Option(
        help: ArgumentHelp(
            "The bytes that may wait in the database for the rest of their conversations.",
            valueName: "bytes"
        )
    )
    var traceLimit: Int = TelemetrySettings.standardWaitingLimit

    func validate() throws {
        guard (1...600).contains(traceSettling) else {
            throw ValidationError("--trace-settling is 1 to 600 seconds")
        }
        guard traceLimit > 0 else {
            throw ValidationError("--trace-limit is more than 0")
        }
    }

    var settings: TelemetrySettings {
        TelemetrySettings(settling: .seconds(traceSettling), waitingLimit: traceLimit)
    }
}
