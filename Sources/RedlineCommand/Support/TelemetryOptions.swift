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

    func validate() throws {
        guard (1...600).contains(traceSettling) else {
            throw ValidationError("--trace-settling is 1 to 600 seconds")
        }
    }

    var settings: TelemetrySettings {
        TelemetrySettings(settling: .seconds(traceSettling))
    }
}
