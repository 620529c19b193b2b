import Redline
import RedlinePostgres

/// The marks of stages that a batch leaves to be measured later.
struct PendingMeasureColumns {
    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("workflow_id", PostgresType.uuid),
            ("revision", PostgresType.int2), ("stage", PostgresType.int2),
            ("kept_from", PostgresType.timestamptz),
        ],
        capacity: 4
    )

    mutating func append(
        _ key: StageBatch.Key,
        _ place: StageBatch.Place,
        revision: Int,
        _ stage: ExportStage
    ) {
        columns.text(key.owner.name)
        columns.uuid(key.id)
        columns.small(revision)
        columns.small(stage.rawValue)
        columns.time(place.keptFrom)
        columns.endRow()
    }
}
