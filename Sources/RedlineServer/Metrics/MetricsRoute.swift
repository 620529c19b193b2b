import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineCapture
import RedlinePostgres
import RedlineStorage
import RedlineTelemetry
import RedlineTools

/// The route that Prometheus reads.
struct MetricsRoute: Sendable {
    let requests: RequestMetrics
    let intake: RecordIntake
    let proxy: CaptureCounts
    let telemetry: TelemetryCounts
    let assistant: AssistantCounts
    let pool: ConnectionPool
    let files: FilesGauges

    var route: Route {
        Route(
            method: .get,
            path: "/metrics",
            summary: "Metrics in the text format of Prometheus.",
            access: .open,
            answers: [
                RouteAnswer(status: .ok, mediaType: PrometheusText.mediaType, schema: "Text")
            ]
        ) { _ in
            Response(
                status: .ok,
                headers: [.contentType: PrometheusText.mediaType],
                body: .init(byteBuffer: ByteBuffer(string: await text()))
            )
        }
    }

    private func text() async -> String {
        var text = PrometheusText()
        requests.write(to: &text)
        proxy.snapshot.write(to: &text)
        write(intake.counts.snapshot, to: &text)
        text.write(telemetry.snapshot)
        text.write(assistant.snapshot)
        text.gauge(
            "redline_queue_records",
            "Records that wait in memory to be written.",
            Double(intake.waitingCount)
        )
        text.gauge(
            "redline_database_up",
            "Whether the database answers (1) or is away (0).",
            intake.presence.isAway ? 0 : 1
        )
        if let spool = try? await intake.spool.status() { write(spool, to: &text) }
        if let open = try? await intake.spool.openTurnCount() {
            text.gauge(
                "redline_proxy_open_turns",
                "Turns that wait for the results of their tool calls.",
                Double(open)
            )
        }
        text.append(await files.text())
        let use = await pool.statistics
        text.begin("redline_pool_connections", "gauge", "Connections for reading, by state.")
        text.sample("redline_pool_connections", [("state", "idle")], Double(use.idle))
        text.sample("redline_pool_connections", [("state", "used")], Double(use.open - use.idle))
        text.gauge(
            "redline_pool_waiting",
            "Requests that wait for a connection.",
            Double(use.waiting)
        )
        return text.text
    }

    private func write(_ counts: RecordingCounts.Snapshot, to text: inout PrometheusText) {
        text.begin("redline_records_total", "counter", "Records by kind and outcome.")
        let sorted = counts.records.sorted {
            ($0.key.kind, $0.key.outcome) < ($1.key.kind, $1.key.outcome)
        }
        for (sort, count) in sorted {
            text.sample(
                "redline_records_total",
                [("kind", sort.kind), ("outcome", sort.outcome)],
                Double(count)
            )
        }
        text.begin("redline_batch_records", "histogram", "Records written together.")
        text.histogram("redline_batch_records", [], counts.batchSizes)
        text.begin("redline_spool_drained_total", "counter", "Records moved out of the spool.")
        text.sample("redline_spool_drained_total", [], Double(counts.drained))
        text.begin(
            "redline_spool_discarded_total",
            "counter",
            "Refused records of the spool that have made way for others."
        )
        text.sample("redline_spool_discarded_total", [], Double(counts.discarded))
        text.begin("redline_measured_later_total", "counter", "Stages measured after recording.")
        text.sample("redline_measured_later_total", [], Double(counts.measuredLater))
        if let pending = counts.pendingMeasures { write(pending, to: &text) }
        if let pending = counts.pendingRollUps { write(pending, to: &text) }
    }

    private func write(_ pending: PendingMeasures, to text: inout PrometheusText) {
        text.gauge(
            "redline_pending_measures",
            "Stages that wait to be measured.",
            Double(pending.waiting)
        )
        text.gauge(
            "redline_pending_measures_set_aside",
            "Stages that could not be measured.",
            Double(pending.setAside)
        )
        text.gauge(
            "redline_pending_measures_oldest_age_seconds",
            "How long the first of those that wait has waited.",
            age(of: pending.oldest)
        )
    }

    private func write(_ pending: PendingRollUps, to text: inout PrometheusText) {
        text.gauge(
            "redline_rollup_pending",
            "Records and changes of them that are not in the roll-ups yet.",
            Double(pending.waiting)
        )
        text.gauge(
            "redline_rollup_lag_seconds",
            "How far the roll-ups are behind: how long the first of those has waited.",
            age(of: pending.oldest)
        )
    }

    private func age(of time: Timestamp?) -> Double {
        let age = time.map { Timestamp.now.microseconds - $0.microseconds } ?? 0
        return Double(max(age, 0)) / 1_000_000
    }

    private func write(_ spool: Spool.Status, to text: inout PrometheusText) {
        text.gauge(
            "redline_spool_records",
            "Records that wait in the spool.",
            Double(spool.waiting)
        )
        text.gauge(
            "redline_spool_delayed_records",
            "Records among them that took too long and wait apart.",
            Double(spool.delayed)
        )
        text.gauge(
            "redline_spool_refused_records",
            "Records of the spool that the database refused.",
            Double(spool.refused)
        )
        text.gauge(
            "redline_spool_refused_bytes",
            "What those take of it.",
            Double(spool.refusedBytes)
        )
        text.gauge("redline_spool_bytes", "The spool's size on the disk.", Double(spool.bytes))
        text.gauge(
            "redline_spool_limit_bytes",
            "What it may have beside refused records.",
            Double(spool.limit)
        )
        text.gauge(
            "redline_spool_oldest_age_seconds",
            "How long the oldest record in the spool has waited.",
            age(of: spool.oldest)
        )
    }
}
